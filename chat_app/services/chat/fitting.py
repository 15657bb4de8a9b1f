"""The fit check on stored chats: for the page, for the API, and before a turn begins."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.catalogue.dto import ModelCard, Route
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.asked import Asked, asked_by_chat, asked_by_plan
from chat_app.services.chat.context import room_of
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.fit import Fit, Needs, ProblemKind, fit
from chat_app.services.chat.fit_of_many import problems_by_model
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.reading import read_branch
from chat_app.services.counting.counter import Quick, TokenCounter
from chat_app.services.counting.plain import NoTokenizers
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD
from chat_app.services.projects.rights import FolderRole

SENTENCES = {"message": "error.fit_message", "images": "error.fit_images", "audio": "error.fit_audio"}
"""What is said of a problem that blocks."""
KEPT_SHARE = 2
"""Dropping the oldest messages keeps one part in so many of the room, so that the next message fits, too."""
UNCLEAR_PERCENT = 30
"""An estimate that comes so near to the room says nothing yet: then tokens are counted, where that can be done."""


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


class CountFirst(Exception):  # noqa: N818 - no error: the transaction is to be tried again once the texts are counted
    """Whether it fits shows only when these texts are counted, which takes too long inside of a transaction."""

    def __init__(self, card: ModelCard, texts: Sequence[str]) -> None:
        super().__init__(card.id)
        self.card = card
        self.texts = texts


class FitService:
    """Compares chats with models."""

    def __init__(
        self, db: Database, changes: ChangeFeed, cards: Cards, counter: TokenCounter | None = None, clock: Clock = utc_now
    ) -> None:
        self._db = db
        self._changes = changes
        self._cards = cards
        self._counter = counter or TokenCounter(NoTokenizers())
        self._clock = clock

    async def fit(self, actor: Actor, conversation_id: str, model_id: str = "", extra_tokens: int = 0) -> Fit:
        """How the chat would fit a model (its own by default) with a message of `extra_tokens`; raises `NotFoundError`, `ModelNotAllowedError`.

        No id is a chat that has not begun: nothing but that message.
        """
        own_model, asked = await self._asked(actor, conversation_id, extra_tokens)
        return await self._fit(actor, await self._cards.get(actor, model_id or own_model), asked)

    async def fit_all(self, actor: Actor, conversation_id: str, model_ids: Sequence[str], extra_tokens: int = 0) -> list[Fit]:
        """`fit` for each of several models, as when they are compared. Those that are gone are left out."""
        _, asked = await self._asked(actor, conversation_id, extra_tokens)
        cards = [await self._cards.card(actor, model_id) for model_id in model_ids]
        return [await self._fit(actor, card, asked) for card in cards if card]

    async def fit_setting(self, actor: Actor, model_id: str, told: str, parameters: Mapping[str, object] | None = None) -> Fit:
        """How what an assistant or a folder says goes together with a model. Raises as `fit` does."""
        asked = Asked(told=(told,) if told else (), parameters=parameters or {})
        return await self._fit(actor, await self._cards.get(actor, model_id), asked)

    async def problems_of_all(
        self, actor: Actor, conversation_id: str, extra_tokens: int = 0, images: int = 0, model_ids: Collection[str] | None = None
    ) -> dict[str, list[ProblemKind]]:
        """What of the chat each model on show cannot do, by estimate; of all, or of `model_ids`. Models without problems are left out.

        `extra_tokens` and `images` are what is about to be sent. Raises `NotFoundError`.
        """
        _, asked = await self._asked(actor, conversation_id, extra_tokens)
        shown = self._cards.shown(actor)
        cards = shown if model_ids is None else [card for card in shown if card.id in model_ids]
        return await asyncio.to_thread(problems_by_model, cards, replace(asked, images=asked.images + max(0, images)), self._clock().date())

    def check(self, session: Session, plan: Plan, *, counted: bool = False) -> None:
        """Refuse, before anything is stored, a turn that cannot work; raises `DoesNotFitError`, and `CountFirst` unless `counted`."""
        card = self._cards.known(plan.actor, plan.turn.model_id)
        if card is None or plan.turn.kind == "continue":
            return
        asked, room = asked_by_plan(session, plan), room_of(card)
        # Most turns are far below the window and need no counting.
        needs = asked.unweighed() if room is None or asked.most_tokens <= room else asked.needs(self._counter.quick(card))
        if not counted and _unclear(needs, room) and (texts := self._counter.unknown(card, asked.texts)):
            raise CountFirst(card, texts)
        found = fit(card, needs, self._cards.shown(plan.actor), self._clock().date())
        if found.blocked:
            raise DoesNotFitError(found, card.label)

    async def count(self, wanted: CountFirst) -> None:
        """Count what `check` has to know."""
        await self._counter.remember(wanted.card, wanted.texts)

    async def check_route(self, plan: Plan, route: Route) -> None:
        """The same for a model that is asked in another one's place; raises `DoesNotFitError`."""
        card, asked = route.card, await self._db.read(lambda session: asked_by_plan(session, plan))
        needs = asked.needs(self._counter.quick(card))
        if _unclear(needs, room_of(card)):
            await self._counter.remember(card, asked.texts)
            needs = asked.needs(self._counter.quick(card))
        found = fit(card, needs)
        if found.blocked:
            raise DoesNotFitError(found, card.label)

    async def drop_oldest(self, actor: Actor, conversation_id: str, model_id: str = "") -> None:
        """Put the divider so that what follows it fits well; raises `InvalidInputError` when there is nothing to drop."""
        row = await self._db.read(lambda session: queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR))
        card = await self._cards.card(actor, model_id or row.model_id)
        room = room_of(card) if card else None
        count = self._counter.quick(card) if card else len

        def divide(session: Session) -> None:
            chat = queries.get_conversation(session, actor, conversation_id, lock=True, least=FolderRole.EDITOR)
            reading = read_branch(_path(session, chat), branch_queries.list_summaries(session, chat.id), always=0)
            dropped = _last_dropped(reading.messages, (room or 0) // KEPT_SHARE, count) if room else None
            if dropped is None:
                raise InvalidInputError("error.nothing_to_drop")
            dropped.clears_context = True

        await self._db.write(divide)
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "messages"))

    async def _asked(self, actor: Actor, conversation_id: str, extra_tokens: int) -> tuple[str, Asked]:
        """The chat's own model and what its next message asks."""

        def load(session: Session) -> tuple[str, Asked]:
            row = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            return row.model_id, asked_by_chat(session, actor, row, max(0, extra_tokens))

        return await self._db.read(load) if conversation_id else ("", Asked(extra=max(0, extra_tokens)))

    async def _fit(self, actor: Actor, card: ModelCard, asked: Asked) -> Fit:
        await self._counter.remember(card, asked.texts)
        exact = self._counter.is_exact(card, asked.texts)
        return fit(card, asked.needs(self._counter.quick(card), exact=exact), self._cards.shown(actor), self._clock().date())


def _unclear(needs: Needs, room: int | None) -> bool:
    """Whether an error of the estimate could turn the verdict."""
    if room is None or not needs.tokens:
        return False
    return any(abs(tokens - room) * 100 <= room * UNCLEAR_PERCENT for tokens in (needs.tokens, needs.message_tokens))


def _path(session: Session, chat: models.Conversation) -> list[models.Message]:
    return queries.list_path(session, chat.active_leaf_id)


def _last_dropped(messages: Sequence[models.Message], budget: int, count: Quick) -> models.Message | None:
    """The newest message to leave out, so that those after it have at most `budget` tokens and begin with a question."""
    left, first = budget, len(messages)
    while first > 0 and (left := left - count(messages[first - 1].text) - MESSAGE_OVERHEAD) >= 0:
        first -= 1
    while 0 < first < len(messages) and messages[first].role == "assistant":
        first += 1
    return messages[first - 1] if first else None
