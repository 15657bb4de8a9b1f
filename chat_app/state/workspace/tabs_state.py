"""The tab strip of this page; the tabs themselves are the person's, on every device."""

from dataclasses import dataclass
from typing import Literal

import reflex as rx

from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.tabs import Tab
from chat_app.state.chat.opening import model_label
from chat_app.state.shared.guards import current_actor, signed_in


@dataclass(frozen=True)
class TabView:
    """A tab. `share`: percent of the width of the chat beside the one in front, 0 for all others."""

    id: str
    title: str
    model_label: str = ""
    provider: str = ""
    pinned: bool = False
    running: bool = False
    unread: bool = False
    share: int = 0


class TabsState(rx.State):
    """The open chats. Which one is in front is the address's business, not ours."""

    tabs: rx.Field[list[TabView]] = rx.field(default_factory=list)
    closed: rx.Field[int] = rx.field(0)
    """How many tabs can be opened again."""
    ready: rx.Field[bool] = rx.field(False)
    reopened_id: rx.Field[str] = rx.field("")
    reopened: rx.Field[int] = rx.field(0)
    """Counts tabs that were opened again: the page then shows `reopened_id`."""

    @rx.event
    @signed_in
    async def load(self):
        """Read the strip."""
        await self._refresh(await current_actor(self))
        self.ready = True

    @rx.event
    @signed_in
    async def follow(self):
        """Tabs, titles or answers changed, here or elsewhere."""
        await self._refresh(await current_actor(self))

    @rx.event
    @signed_in
    async def show(self, conversation_id: str):
        """A chat is on show in a page that somebody looks at: it has a tab, and nothing in it is unread."""
        actor = await current_actor(self)
        try:
            await services().tabs.open(actor, conversation_id)
            await services().reading.mark_seen(actor, conversation_id)
        except NotFoundError:
            # It has gone in the meantime; the page says so where the chat was.
            return
        await self._refresh(actor)

    @rx.event
    @signed_in
    async def close(self, conversation_id: str, which: Literal["this", "others", "right"]):
        """Close a tab, all others, or those to its right."""
        actor = await current_actor(self)
        await services().tabs.close(actor, conversation_id, which)
        await self._refresh(actor)

    @rx.event
    @signed_in
    async def reopen(self):
        """Open the tab closed last, and show its chat."""
        actor = await current_actor(self)
        conversation_id = await services().tabs.reopen(actor)
        await self._refresh(actor)
        if conversation_id:
            self.reopened_id = conversation_id
            self.reopened += 1

    @rx.event
    @signed_in
    async def pin(self, conversation_id: str, pinned: bool):
        """Keep a tab at the beginning of the strip, or let it go."""
        actor = await current_actor(self)
        await services().tabs.pin(actor, conversation_id, pinned)
        await self._refresh(actor)

    @rx.event
    @signed_in
    async def move(self, conversation_id: str, place: int):
        """Put a tab at another place."""
        actor = await current_actor(self)
        await services().tabs.move(actor, conversation_id, place)
        await self._refresh(actor)

    @rx.event
    @signed_in
    async def split(self, conversation_id: str, share: int):
        """Show a chat beside the one in front, `share` percent wide; 0 ends that."""
        actor = await current_actor(self)
        await services().tabs.split(actor, conversation_id, share)
        await self._refresh(actor)

    async def _refresh(self, actor: Actor) -> None:
        desk = await services().tabs.desk(actor)
        views = [await _view(tab) for tab in desk.tabs]
        if self.tabs != views:
            self.tabs = views
        if self.closed != desk.closed:
            self.closed = desk.closed


async def _view(tab: Tab) -> TabView:
    label = await model_label(tab.model_id)
    provider = tab.model_id.partition("/")[0]
    return TabView(tab.conversation_id, tab.title, label, provider, tab.pinned, tab.running, tab.unread, tab.share)
