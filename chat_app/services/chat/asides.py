"""Requests beside the chat, such as a summary: they go the way of turns, and a turn keeps what they used."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from chat_app.integrations.llm.port import LlmRequest, TokenUsage
from chat_app.models import Conversation, Turn, TurnStatus
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat.answer import AnswerInProgress, AnswerTooLongError
from chat_app.services.chat.dto import Try
from chat_app.services.chat.feed import TurnFeed
from chat_app.services.chat.relay import Attempt, Relay, Relayed, Spent
from chat_app.services.chat.relay_parts import Router
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.usage.dto import COUNTED_BY_PROVIDER, COUNTED_BY_US
from chat_app.services.usage.metering import Measured
from chat_app.services.usage.recording import record_calls


def _unseen() -> AnswerInProgress:
    return AnswerInProgress(TurnFeed(), "")


@dataclass(slots=True)
class Aside:
    """What is asked. `request` makes what is sent to a model, whichever it is in the end."""

    actor: Actor
    model_id: str
    chat_id: str
    request: Callable[[Route], Awaitable[LlmRequest]]
    answer: AnswerInProgress = field(default_factory=_unseen)
    is_talk: bool = False
    """Whether it is a person who reads the answer, so that the built-in assistant may give it where all models failed."""
    relayed: Relayed = field(default_factory=Relayed)
    terms_kept: bool = False


@dataclass(slots=True)
class Usages:
    """What the requests used that were made for one thing, such as a summary in pieces, and what failed on the way."""

    requests: list[Measured] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    model_id: str = ""
    """The model that was asked last."""

    def take(self, aside: Aside) -> None:
        """Count one more answer, whatever became of it."""
        asked = aside.relayed.attempt
        self.spent += aside.relayed.spent
        self.tries += aside.relayed.tries
        if asked is None:
            return
        self.model_id = asked.model_id
        used = aside.answer.measured(asked.route, asked.messages)
        if used.counted_by:
            self.requests.append(used)

    @property
    def all(self) -> list[Measured]:
        return [*self.requests, *(each.used for each in self.spent)]

    @property
    def total(self) -> TokenUsage:
        """Tokens of what was needed."""
        used = [request.usage for request in self.requests]
        return TokenUsage(
            sum(one.input for one in used),
            sum(one.output for one in used),
            sum(one.cached for one in used),
            sum(one.reasoning for one in used),
        )

    @property
    def cost_nano(self) -> int | None:
        """What their person sees as the cost: what failed before is in the log alone. None when no price is known."""
        paid = [*self.requests, *(each.used for each in self.spent if each.status != TurnStatus.FAILED)]
        known = [amount for request in paid if (amount := request.charge.shown_nano) is not None]
        return sum(known) if known else None

    @property
    def price_version(self) -> str:
        return self.requests[-1].charge.price_version if self.requests else ""

    @property
    def counted_by(self) -> str:
        return COUNTED_BY_US if any(request.counted_by == COUNTED_BY_US for request in self.requests) else COUNTED_BY_PROVIDER


class AsideRelay(Relay[Aside]):
    """Takes a request beside the chat to the first model that answers it."""

    def __init__(self, router: Router) -> None:
        self._router = router

    @property
    def router(self) -> Router:
        return self._router

    async def ask(self, aside: Aside, used: Usages) -> str:
        """The whole answer, as much of it as is kept. What it used is counted in `used`, also where it breaks off."""
        try:
            await self.answer(aside)
        except AnswerTooLongError:
            pass
        finally:
            aside.answer.finish()
            used.take(aside)
        return aside.answer.text.strip()

    def may_stand_in(self, asking: Aside) -> bool:
        return asking.is_talk and not asking.actor.api_key_id

    async def prepare(self, asking: Aside, model_id: str, *, first: bool) -> Attempt:  # noqa: ARG002
        route = await self.router.route(asking.actor, model_id)
        return Attempt(model_id, route, await asking.request(route))


def keep_aside(session: Session, turn: Turn, used: Usages) -> None:
    """Keep the row of a request beside the chat, and record what was called for it; the latter also when the chat is gone."""
    if session.get(Conversation, turn.conversation_id):
        session.add(turn)
    record_calls(session, (request.call_of(turn, turn.status, turn.created_at) for request in used.requests))
    record_calls(session, (each.used.call_of(turn, each.status, turn.created_at) for each in used.spent))


def aside_turn(
    owner_id: str,
    conversation_id: str,
    kind: str,
    model_id: str,
    used: Usages,
    about_id: str | None,
    now: datetime,
    api_key_id: str = "",
    status: TurnStatus = TurnStatus.COMPLETE,
) -> Turn:
    """The row that keeps what was used; `about_id` is the message whose branch bears the cost."""
    turn_id, total = new_id(), used.total
    return Turn(
        id=turn_id,
        owner_id=owner_id,
        conversation_id=conversation_id,
        api_key_id=api_key_id,
        kind=kind,
        status=status,
        model_id=model_id,
        answered_by=used.model_id if used.model_id != model_id else "",
        tries=json.dumps([[each.model_id, each.reason_key] for each in used.tries]),
        idempotency_key=turn_id,
        user_message_id=about_id,
        tokens_in=total.input,
        tokens_out=total.output,
        tokens_cached=total.cached,
        tokens_reasoning=total.reasoning,
        counted_by=used.counted_by,
        cost_nano=used.cost_nano,
        price_version=used.price_version,
        created_at=now,
        ended_at=now,
    )
