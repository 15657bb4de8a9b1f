"""Takes turns to models."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from chat_app.integrations.llm.port import LlmRequest
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.parameters import sampling_for
from chat_app.services.chat.context import Files, build_messages, context_of, reading_of, room_of
from chat_app.services.chat.events import EventType
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay import Asking, Attempt, Relay
from chat_app.services.chat.relay_parts import RelayParts, Router
from chat_app.services.counting.counter import Quick
from chat_app.services.routing.dto import Chain

ALONE = ("compare",)
"""Turns that are about one model: no other one answers in its place."""
GO_ON = ("continue", "merge")
"""Turns that are about the words of models: small talk has no place among these."""


class AskingTurn(Asking, Protocol):
    """A turn that runs."""

    plan: Plan


class AnswerRelay(Relay[AskingTurn]):
    """Takes a turn to the first model that answers it."""

    def __init__(self, parts: RelayParts) -> None:
        self.parts = parts

    @property
    def router(self) -> Router:
        return self.parts.router

    async def chain(self, asking: AskingTurn) -> Chain:
        alone = asking.plan.turn.kind in ALONE or asking.plan.answer.comparison_id
        return Chain() if alone else await super().chain(asking)

    def may_stand_in(self, asking: AskingTurn) -> bool:
        """Programs are better served by an error than by small talk."""
        return not asking.actor.api_key_id and asking.plan.turn.kind not in GO_ON

    async def prepare(self, asking: AskingTurn, model_id: str, *, first: bool) -> Attempt:
        route, parts = await self.router.route(asking.actor, model_id), self.parts
        files = await parts.files.parts(reading_of(asking.plan).messages, route.card) if parts.files else None
        if first and parts.before_turn:
            asking.plan = await parts.before_turn(asking.plan, route, files)
        if parts.knowledge:
            # Once for the whole turn: a model that is asked in another one's place is given the same.
            asking.plan = await parts.knowledge.inform(asking.plan, route.card, files, partial(asking.answer.tell, EventType.CITATION))
        if not first and parts.check_fit:
            await parts.check_fit(asking.plan, route)
        plan, turn = asking.plan, asking.plan.turn
        request = LlmRequest(
            route.model_name,
            build_messages(plan, route.card, files, await self._counts(plan, route.card, files)),
            sampling_for(route.card, plan.parameters),
            language=plan.actor.language,
            person=turn.owner_id,
            chat=turn.conversation_id,
        )
        return Attempt(model_id, route, request)

    async def _counts(self, plan: Plan, card: ModelCard, files: Files | None) -> Quick:
        """What counts for this model: exactly where the branch may be too long for it, since then something is left out."""
        context, room = context_of(plan, files), room_of(card)
        if room is not None and context.most_tokens > room:
            await self.parts.counter.remember(card, (message.text for message in context.everything))
        return self.parts.counter.quick(card)
