"""Answers that ended, for the notifications of a page that nobody looks at."""

import reflex as rx

from chat_app.container import services
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import ReaderState


class AnswerNewsState(rx.State):
    """The latest news; `serial` counts them. The browser decides whether anybody has to be told."""

    ended: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)
    """Of each answer "id" and "title" of its chat and "turn", its own id."""
    serial: rx.Field[int] = rx.field(0)
    _running: frozenset[str] = frozenset()

    @rx.event
    @signed_in
    async def follow(self):
        """A turn began or ended somewhere. Costs nothing for those who want no notifications."""
        if (await self.get_state(ReaderState)).notifications == "off":
            return
        news = await services().answer_news.since(await current_actor(self), self._running)
        self._running = news.running
        if news.ended:
            self.ended = [{"id": one.conversation_id, "title": one.title, "turn": one.turn_id} for one in news.ended]
            self.serial += 1
