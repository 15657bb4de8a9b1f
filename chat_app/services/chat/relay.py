"""Asks models for an answer, one after the other where one fails: one answer in the end, with what failed before.

Whatever wants words of a model goes this way: turns (`turn_relay.py`), and what is asked beside them (`asides.py`).
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from chat_app.errors import AppError, UpstreamError
from chat_app.i18n import translate
from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.port import FinishReason, LlmMessage, LlmRequest, TextDelta
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, Route
from chat_app.services.chat.answer import AnswerInProgress
from chat_app.services.chat.dto import Try
from chat_app.services.chat.hedging import Pump, first_to_speak
from chat_app.services.chat.relay_parts import Router
from chat_app.services.kernel.actor import Actor
from chat_app.services.routing.chains import SLOW, is_worth_another, reason_of
from chat_app.services.routing.dto import Chain
from chat_app.services.usage.charging import unpaid
from chat_app.services.usage.metering import Measured, measured


@dataclass(slots=True)
class Attempt:
    """A model that is asked."""

    model_id: str
    route: Route
    request: LlmRequest

    @property
    def messages(self) -> tuple[LlmMessage, ...]:
        return self.request.messages


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model used whose answer was not needed in the end, and how that ended."""

    used: Measured
    status: TurnStatus


@dataclass(slots=True)
class Relayed:
    """What became of the models that were asked. The attempt is that of the answer, or of the last one that failed."""

    attempt: Attempt | None = None
    tries: list[Try] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)


class Asking(Protocol):
    """What somebody wants an answer to."""

    answer: AnswerInProgress
    relayed: Relayed
    terms_kept: bool

    @property
    def actor(self) -> Actor: ...
    @property
    def model_id(self) -> str: ...
    @property
    def chat_id(self) -> str: ...


A = TypeVar("A", bound=Asking)


class Relay(ABC, Generic[A]):
    """Takes a question to the first model that answers it."""

    @property
    @abstractmethod
    def router(self) -> Router:
        """The way to models."""

    @abstractmethod
    async def prepare(self, asking: A, model_id: str, *, first: bool) -> Attempt:
        """Route and request; raises where the model is not there, or cannot do what was asked."""

    @abstractmethod
    def may_stand_in(self, asking: A) -> bool:
        """Whether the built-in assistant may answer in the end."""

    async def chain(self, asking: A) -> Chain:
        """What is asked when the model fails."""
        return await self.router.chain(asking.actor, asking.model_id, asking.chat_id)

    async def answer(self, asking: A) -> None:
        """Write the answer; raises what the last model failed with where none gave one."""
        chain, patience, failure = await self.chain(asking), Patience(), None
        waiting = deque([asking.model_id, *chain.model_ids])
        while waiting and not patience.is_over:
            error = await self._attempt(asking, waiting, patience, 0 if failure else chain.hedge_seconds)
            if error is None:
                return
            if failure is None and not is_worth_another(error):
                raise error
            # What kept a later model from being asked at all says less than why the first one failed.
            failure = error if failure is None or is_worth_another(error) else failure
        if failure and chain.stand_in and not asking.answer.wrote_something and self.may_stand_in(asking):
            await self._stand_in(asking)
        elif failure:
            raise failure

    async def _attempt(self, asking: A, waiting: deque[str], patience: Patience, hedge_seconds: int) -> AppError | None:
        """Ask the next model; the error that it failed with."""
        model_id, relayed, before = waiting.popleft(), asking.relayed, asking.relayed.attempt
        try:
            attempt = await self.prepare(asking, model_id, first=not relayed.tries)
            if relayed.tries:
                _begin_anew(asking, attempt)
            relayed.attempt = attempt
            patience.aim(len(waiting), slow=attempt.route.card.local or attempt.route.card.reasoning)
            if hedge_seconds and waiting:
                await self._race(asking, attempt, waiting, patience, hedge_seconds)
            else:
                await self._stream(asking, attempt, patience)
            _check_answer(asking.answer)
        except AppError as error:
            asked = relayed.attempt if relayed.attempt is not before else None
            wrote = asked is not None and asking.answer.wrote_something
            relayed.tries.append(Try(asked.model_id if asked else model_id, reason_of(error, in_mid_answer=wrote)))
            return error
        return None

    async def _stream(self, asking: A, attempt: Attempt, patience: Patience) -> None:
        async with aclosing(attempt.route.gateway.stream(_patient(attempt, patience))) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
            async for event in events:
                asking.answer.take(event)

    async def _race(self, asking: A, first: Attempt, waiting: deque[str], patience: Patience, seconds: int) -> None:
        """Ask the next model, too, where the first one says nothing for so long; who speaks first answers."""
        pumps = {first.model_id: Pump(first.route.gateway, _patient(first, patience))}
        try:
            await asyncio.wait([asyncio.ensure_future(pumps[first.model_id].wait())], timeout=seconds)
            winner = pumps[first.model_id]
            if not winner.spoke and (second := await self._second(asking, waiting)):
                pumps[second.model_id] = Pump(second.route.gateway, _patient(second, patience))
                winner = await first_to_speak(winner, pumps[second.model_id])
                await self._call_off_other(asking, first, second, pumps, winner)
            async for event in winner.events():
                asking.answer.take(event)
        finally:
            for pump in pumps.values():
                await pump.call_off()

    async def _second(self, asking: A, waiting: deque[str]) -> Attempt | None:
        """The model to ask beside the first; None where it cannot do what was asked."""
        try:
            return await self.prepare(asking, waiting.popleft(), first=False)
        except AppError:
            return None

    async def _call_off_other(self, asking: A, first: Attempt, second: Attempt, pumps: dict[str, Pump], winner: Pump) -> None:
        """The loser is paid for, too. Viewers hear of the second model only where it wins."""
        loser = second if winner is pumps[first.model_id] else first
        usage, by_provider = await pumps[loser.model_id].call_off()
        if usage.input or usage.output:
            used = measured(loser.route, usage if by_provider else None, usage)
            asking.relayed.spent.append(Spent(used, TurnStatus.STOPPED))
        if loser is first:
            asking.relayed.tries.append(Try(first.model_id, SLOW))
            _begin_anew(asking, second)
            asking.relayed.attempt = second

    async def _stand_in(self, asking: A) -> None:
        """Let the built-in assistant answer: it says first why it does."""
        attempt, label = await self.prepare(asking, OFFLINE_MODEL_ID, first=False), _last_failed(asking)
        _begin_anew(asking, attempt)
        asking.relayed.attempt = attempt
        language = asking.actor.language
        reason = translate(asking.relayed.tries[-1].reason_key, language)
        asking.answer.take(TextDelta(translate("fallback.stand_in", language, model=label, reason=reason) + "\n\n"))
        await self._stream(asking, attempt, Patience())


def _patient(attempt: Attempt, patience: Patience) -> LlmRequest:
    return replace(attempt.request, patience=patience)


def _begin_anew(asking: Asking, attempt: Attempt) -> None:
    """Tell the viewers that another model answers, and why."""
    failed, last = asking.relayed.attempt, asking.relayed.tries[-1]
    language = asking.actor.language
    detail = translate(
        "fallback.live", language, failed=_last_failed(asking), reason=translate(last.reason_key, language), model=attempt.route.card.label
    )
    if failed and (asking.answer.wrote_something or asking.answer.usage):
        used = asking.answer.measured(failed.route, failed.messages)
        asking.relayed.spent.append(Spent(replace(used, charge=unpaid(used.charge)), TurnStatus.FAILED))
    asking.terms_kept = False
    asking.answer.restart(model_id=attempt.model_id, failed_model_id=last.model_id, key=last.reason_key, detail=detail)


def _last_failed(asking: Asking) -> str:
    """What the model is called that failed last; one that was not there has no more than its name."""
    asked, last = asking.relayed.attempt, asking.relayed.tries[-1]
    return asked.route.card.label if asked and asked.model_id == last.model_id else last.model_id.partition("/")[2]


def _check_answer(answer: AnswerInProgress) -> None:
    """A stream that ended well may still hold nothing to read (security guide F15)."""
    if answer.text:
        return
    raise UpstreamError("error.upstream_refused" if answer.finish_reason == FinishReason.REFUSED else "error.empty_answer")
