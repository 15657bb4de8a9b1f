"""The fit check on stored chats: for the page, for the API, and before a turn begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.catalogue.dto import ModelCard, Route
from chat_app.services.chat import branch_queries, preset_queries, queries
from chat_app.services.chat.context import Context, compose, context_of, reading_of, room_of
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.fit import Fit, Needs, fit
from chat_app.services.chat.instructions import parameters_of_chat, system_prompt
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.reading import read_branch
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens

SENTENCES = {"message": "error.fit_message", "images": "error.fit_images"}
"""What is said of a problem that blocks."""
KEPT_SHARE = 2
"""Dropping the oldest messages keeps one part in so many of the room, so that the next message fits, too."""


class Cards(Protocol):
    """Knows models (the catalogue)."""

    async def card(self, actor: Actor, model_id: str) -> ModelCard | None: ...

    async def get(self, actor: Actor, model_id: str) -> ModelCard: ...
    def known(self, actor: Actor, model_id: str) -> ModelCard | None: ...
    def shown(self, actor: Actor) -> list[ModelCard]: ...


class DoesNotFitError(InvalidInputError):
    """The model cannot do what is asked; `fit` tells why and what can be done instead."""

    default_key = "error.does_not_fit"

    def __init__(self, found: Fit, label: str) -> None:
        problem = next(problem for problem in found.problems if problem.blocks)
        super().__init__(SENTENCES.get(problem.kind), model=label, over=problem.over)
        self.fit = found

    @property
    def members(self) -> dict[str, object]:
        return {"fit": asdict(self.fit)}


class FitService:
    """Compares chats with models."""

    def __init__(self, db: Database, changes: ChangeFeed, cards: Cards) -> None:
        self._db = db
        self._changes = changes
        self._cards = cards

    async def fit(self, actor: Actor, conversation_id: str, model_id: str = "", extra_tokens: int = 0) -> Fit:
        """How the chat would fit a model (its own by default) with a message of `extra_tokens`; raises `NotFoundError`, `ModelNotAllowedError`.

        No id is a chat that has not begun: nothing but that message.
        """

        def load(session: Session) -> tuple[str, Needs]:
            if not conversation_id:
                return model_id, Needs(tokens=max(0, extra_tokens), message_tokens=max(0, extra_tokens))
            row = queries.get_conversation(session, actor, conversation_id)
            return model_id or row.model_id, _needs_of_chat(session, actor, row, max(0, extra_tokens))

        wanted, needs = await self._db.read(load)
        card = await self._cards.get(actor, wanted)
        return fit(card, needs, self._cards.shown(actor))

    def check(self, session: Session, plan: Plan) -> None:
        """Refuse, before anything is stored, a turn that cannot work; raises `DoesNotFitError`."""
        card = self._cards.known(plan.actor, plan.turn.model_id)
        if card is None or plan.turn.kind == "continue":
            return
        found = fit(card, _needs_of_plan(session, plan, room_of(card)), self._cards.shown(plan.actor))
        if found.blocked:
            raise DoesNotFitError(found, card.label)

    async def check_route(self, plan: Plan, route: Route) -> None:
        """The same for a model that is asked in another one's place; raises `DoesNotFitError`."""
        card = route.card
        found = fit(card, await self._db.read(lambda session: _needs_of_plan(session, plan, room_of(card))))
        if found.blocked:
            raise DoesNotFitError(found, card.label)

    async def drop_oldest(self, actor: Actor, conversation_id: str, model_id: str = "") -> None:
        """Put the divider so that what follows it fits well; raises `InvalidInputError` when there is nothing to drop."""
        row = await self._db.read(lambda session: queries.get_conversation(session, actor, conversation_id))
        card = await self._cards.card(actor, model_id or row.model_id)
        room = room_of(card) if card else None

        def divide(session: Session) -> None:
            chat = queries.get_conversation(session, actor, conversation_id, lock=True)
            reading = read_branch(_path(session, chat), branch_queries.list_summaries(session, chat.id), always=0)
            dropped = _last_dropped(reading.messages, (room or 0) // KEPT_SHARE) if room else None
            if dropped is None:
                raise InvalidInputError("error.nothing_to_drop")
            dropped.clears_context = True

        await self._db.write(divide)
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "messages"))


def _path(session: Session, chat: models.Conversation) -> list[models.Message]:
    return queries.list_path(session, chat.active_leaf_id)


def _needs_of_chat(session: Session, actor: Actor, chat: models.Conversation, extra_tokens: int) -> Needs:
    reading = read_branch(_path(session, chat), branch_queries.list_summaries(session, chat.id), always=0)
    context = compose(system_prompt(session, actor, chat), reading)
    files = _files(session, chat.id, [message.id for message in reading.messages])
    told = sum(_tokens(message.text) for message in context.system)
    return Needs(
        tokens=context.tokens + sum(file.tokens for file in files) + extra_tokens,
        message_tokens=told + extra_tokens,
        images_before=sum(file.kind == "image" for file in files),
        parameters=parameters_of_chat(session, actor, chat),
    )


def _needs_of_plan(session: Session, plan: Plan, room: int | None) -> Needs:
    reading = reading_of(plan)
    files = _files(session, plan.turn.conversation_id, [message.id for message in reading.messages])
    asked = plan.turn.user_message_id or ""
    own = [file for file in files if file.message_id == asked]
    context, of_files = context_of(plan), sum(file.tokens for file in files)
    # A token is at least one character: most turns are far below the window and need no counting.
    if room is None or _characters(context) + of_files <= room:
        return Needs(images=_images(own), images_before=_images(files) - _images(own))
    message = next((row.text for row in reversed(plan.path) if row.id == asked), "")
    told = sum(_tokens(part.text) for part in context.system)
    return Needs(
        tokens=context.tokens + of_files,
        message_tokens=told + _tokens(message) + sum(file.tokens for file in own),
        images=_images(own),
        images_before=_images(files) - _images(own),
    )


def _files(session: Session, conversation_id: str, message_ids: Sequence[str]) -> list[models.Attachment]:
    wanted = set(message_ids)
    return [row for row in preset_queries.list_sent_files(session, conversation_id) if row.message_id in wanted]


def _images(files: Sequence[models.Attachment]) -> int:
    return sum(file.kind == "image" for file in files)


def _characters(context: Context) -> int:
    return sum(len(message.text) + MESSAGE_OVERHEAD for message in (*context.system, *context.messages))


def _tokens(text: str) -> int:
    return estimate_tokens(text) + MESSAGE_OVERHEAD


def _last_dropped(messages: Sequence[models.Message], budget: int) -> models.Message | None:
    """The newest message to leave out, so that those after it have at most `budget` tokens and begin with a question."""
    left, first = budget, len(messages)
    while first > 0 and (left := left - _tokens(messages[first - 1].text)) >= 0:
        first -= 1
    while 0 < first < len(messages) and messages[first].role == "assistant":
        first += 1
    return messages[first - 1] if first else None
