"""What of the chat the chosen model cannot do, and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.i18n import translate
from chat_app.services.chat.fit import Fit, FitProblem
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.opening import model_label
from chat_app.state.shared.formats import date, number
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language

SENTENCES = {
    "context": "fit.context",
    "message": "fit.message",
    "images": "fit.images",
    "images_before": "fit.images_before",
    "audio": "fit.audio",
    "tools": "fit.tools",
    "json": "fit.json",
    "reasoning": "fit.reasoning",
    "output": "fit.output",
    "retiring": "fit.retiring",
    "withdrawn": "fit.withdrawn",
    "parameters": "fit.parameters",
}


@dataclass(frozen=True)
class OfferedModel:
    """A model without the problem."""

    id: str
    label: str


@dataclass(frozen=True)
class ProblemView:
    """A sentence and the buttons below it."""

    kind: str
    text: str
    blocks: bool
    offers: list[str]
    models: list[OfferedModel]


class FitState(rx.State):
    """The card above the composer; without problems there is none."""

    problems: rx.Field[list[ProblemView]] = rx.field(default_factory=list)
    conversation_id: rx.Field[str] = rx.field("")
    """The chat that they are about: the page shows them only there."""

    @rx.event
    @signed_in
    async def check(self, extra_tokens: int):
        """Look again, with what is being typed; 0 when nothing of it is too much any more."""
        await self._check(await current_actor(self), extra_tokens)

    @rx.event
    @signed_in
    async def dismiss(self):
        """Leave it at that."""
        self.problems = []

    @rx.event
    @signed_in
    async def drop_oldest(self):
        """Let the model read only the newest messages of the chat on show."""
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        if conversation.current_id:
            await services().fit.drop_oldest(actor, conversation.current_id, conversation.model_id)
            await conversation._refresh(actor)
            await self._check(actor)

    async def _check(self, actor: Actor, extra_tokens: int = 0) -> None:
        """Show how the chat on show fits its model."""
        conversation = await self.get_state(ConversationState)
        if conversation.problem:
            self.problems = []
            return
        compared = [chip.id for chip in conversation.compare_models]
        try:
            found = await services().fit.fit_all(actor, conversation.current_id, compared or [conversation.model_id], extra_tokens)
        except NotFoundError:
            self.problems = []
            return
        await self._show(*found)

    async def _show(self, *found: Fit) -> None:
        """The problems of each model; of several, each sentence names its own."""
        language = await reader_language(self)
        labels = {one.model_id: await model_label(one.model_id) for one in found}
        views = [await _view(problem, labels[one.model_id], language) for one in found for problem in one.problems]
        self.conversation_id = (await self.get_state(ConversationState)).current_id
        if self.problems != views:
            self.problems = views


async def _view(problem: FitProblem, model: str, language: str) -> ProblemView:
    names = ", ".join(translate(f"parameters.{name}", language) for name in problem.parameters)
    figures = {name: number(getattr(problem, name), language) for name in ("over", "room", "count", "tokens")}
    day = date(datetime.fromisoformat(problem.date), language) if problem.date else ""
    return ProblemView(
        kind=problem.kind,
        text=translate(SENTENCES[problem.kind], language, model=model, names=names, date=day, **figures),
        blocks=problem.blocks,
        offers=list(problem.offers),
        models=[OfferedModel(model_id, await model_label(model_id)) for model_id in problem.model_ids],
    )
