"""Asks models for an answer, one after the other where one fails: one answer in the end, with what failed before."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Protocol

from chat_app.errors import AppError, UpstreamError
from chat_app.i18n import translate
from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.port import FinishReason, LlmMessage, LlmRequest, TextDelta
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, Route
from chat_app.services.catalogue.parameters import sampling_for
from chat_app.services.chat.answer import AnswerInProgress
from chat_app.services.chat.context import Files, build_messages, context_of, count_tokens, reading_of, room_of
from chat_app.services.chat.dto import Try
from chat_app.services.chat.hedging import Pump, first_to_speak
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.counting.counter import Quick
from chat_app.services.routing.chains import SLOW, is_worth_another, reason_of
from chat_app.services.routing.dto import Chain
from chat_app.services.usage.charging import unpaid
from chat_app.services.usage.metering import Measured, measured

ALONE = ("compare",)
"""Turns that are about one model: no other one answers in its place."""


@dataclass(slots=True)
class Attempt:
    """A model that is asked."""

    model_id: str
    route: Route
    messages: tuple[LlmMessage, ...] = ()


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
    """A turn that runs."""

    plan: Plan
    answer: AnswerInProgress
    relayed: Relayed
    terms_kept: bool


class AnswerRelay:
    """Takes a turn to the first model that answers it."""

    def __init__(self, parts: RelayParts) -> None:
        self.parts = parts

    async def answer(self, run: Asking) -> None:
        """Write the answer; raises what the last model failed with where none gave one."""
        chain, patience, failure = await self._chain(run.plan), Patience(), None
        waiting = deque([run.plan.turn.model_id, *chain.model_ids])
        while waiting and not patience.is_over:
            error = await self._attempt(run, waiting, patience, 0 if failure else chain.hedge_seconds)
            if error is None:
                return
            if failure is None and not is_worth_another(error):
                raise error
            # What kept a later model from being asked at all says less than why the first one failed.
            failure = error if failure is None or is_worth_another(error) else failure
        if failure and self._may_stand_in(run, chain):
            await self._stand_in(run)
        elif failure:
            raise failure

    async def _chain(self, plan: Plan) -> Chain:
        turn = plan.turn
        if self.parts.chains is None or turn.kind in ALONE or plan.answer.comparison_id:
            return Chain()
        return await self.parts.chains.chain(plan.actor, turn.model_id, turn.conversation_id)

    async def _attempt(self, run: Asking, waiting: deque[str], patience: Patience, hedge_seconds: int) -> AppError | None:
        """Ask the next model; the error that it failed with."""
        model_id, relayed, before = waiting.popleft(), run.relayed, run.relayed.attempt
        try:
            attempt = await self._prepare(run, model_id, first=not relayed.tries)
            if relayed.tries:
                _begin_anew(run, attempt)
            relayed.attempt = attempt
            patience.aim(len(waiting), slow=attempt.route.card.local or attempt.route.card.reasoning)
            if hedge_seconds and waiting:
                await self._race(run, attempt, waiting, patience, hedge_seconds)
            else:
                await self._stream(run, attempt, patience)
            _check_answer(run.answer)
        except AppError as error:
            asked = relayed.attempt if relayed.attempt is not before else None
            wrote = asked is not None and run.answer.wrote_something
            relayed.tries.append(Try(asked.model_id if asked else model_id, reason_of(error, in_mid_answer=wrote)))
            return error
        return None

    async def _prepare(self, run: Asking, model_id: str, *, first: bool) -> Attempt:
        """Route and messages; raises where the model is not there, or cannot do what was asked."""
        route = await self.parts.router.route(run.plan.actor, model_id)
        files = await self.parts.files.parts(reading_of(run.plan).messages, route.card) if self.parts.files else None
        if first and self.parts.before_turn:
            run.plan = await self.parts.before_turn(run.plan, route, files)
        elif not first and self.parts.check_fit:
            await self.parts.check_fit(run.plan, route)
        return Attempt(model_id, route, build_messages(run.plan, route.card, files, await self._counts(run.plan, route.card, files)))

    async def _counts(self, plan: Plan, card: ModelCard, files: Files | None) -> Quick:
        """What counts for this model: exactly where the branch may be too long for it, since then something is left out."""
        context, room = context_of(plan, files), room_of(card)
        if room is not None and context.most_tokens > room:
            await self.parts.counter.remember(card, (message.text for message in context.everything))
        return self.parts.counter.quick(card)

    async def _stream(self, run: Asking, attempt: Attempt, patience: Patience) -> None:
        async with aclosing(attempt.route.gateway.stream(_request(run.plan, attempt, patience))) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
            async for event in events:
                run.answer.take(event)

    async def _race(self, run: Asking, first: Attempt, waiting: deque[str], patience: Patience, seconds: int) -> None:
        """Ask the next model, too, where the first one says nothing for so long; who speaks first answers."""
        pumps = {first.model_id: Pump(first.route.gateway, _request(run.plan, first, patience))}
        try:
            await asyncio.wait([asyncio.ensure_future(pumps[first.model_id].wait())], timeout=seconds)
            winner = pumps[first.model_id]
            if not winner.spoke and (second := await self._second(run, waiting)):
                pumps[second.model_id] = Pump(second.route.gateway, _request(run.plan, second, patience))
                winner = await first_to_speak(winner, pumps[second.model_id])
                await self._call_off_other(run, first, second, pumps, winner)
            async for event in winner.events():
                run.answer.take(event)
        finally:
            for pump in pumps.values():
                await pump.call_off()

    async def _second(self, run: Asking, waiting: deque[str]) -> Attempt | None:
        """The model to ask beside the first; None where it cannot do what was asked."""
        try:
            return await self._prepare(run, waiting.popleft(), first=False)
        except AppError:
            return None

    async def _call_off_other(self, run: Asking, first: Attempt, second: Attempt, pumps: dict[str, Pump], winner: Pump) -> None:
        """The loser is paid for, too. Viewers hear of the second model only where it wins."""
        loser = second if winner is pumps[first.model_id] else first
        usage, by_provider = await pumps[loser.model_id].call_off()
        if usage.input or usage.output:
            used = measured(loser.route, usage if by_provider else None, usage)
            run.relayed.spent.append(Spent(used, TurnStatus.STOPPED))
        if loser is first:
            run.relayed.tries.append(Try(first.model_id, SLOW))
            _begin_anew(run, second)
            run.relayed.attempt = second

    def _may_stand_in(self, run: Asking, chain: Chain) -> bool:
        """Programs are better served by an error than by small talk; and what a model wrote is worth more than that."""
        plan = run.plan
        return (
            chain.stand_in and not plan.actor.api_key_id and plan.turn.kind not in ("continue", "merge") and not run.answer.wrote_something
        )

    async def _stand_in(self, run: Asking) -> None:
        """Let the built-in assistant answer: it says first why it does."""
        failed = run.relayed.attempt
        attempt = await self._prepare(run, OFFLINE_MODEL_ID, first=False)
        label = failed.route.card.label if failed else run.plan.turn.model_id
        _begin_anew(run, attempt)
        run.relayed.attempt = attempt
        language = run.plan.actor.language
        reason = translate(run.relayed.tries[-1].reason_key, language)
        run.answer.take(TextDelta(translate("fallback.stand_in", language, model=label, reason=reason) + "\n\n"))
        await self._stream(run, attempt, Patience())


def _request(plan: Plan, attempt: Attempt, patience: Patience) -> LlmRequest:
    turn, route = plan.turn, attempt.route
    return LlmRequest(
        route.model_name,
        attempt.messages,
        sampling_for(route.card, plan.parameters),
        language=plan.actor.language,
        person=turn.owner_id,
        chat=turn.conversation_id,
        patience=patience,
    )


def _begin_anew(run: Asking, attempt: Attempt) -> None:
    """Tell the viewers that another model answers, and why."""
    failed, last = run.relayed.attempt, run.relayed.tries[-1]
    label = failed.route.card.label if failed and failed.model_id == last.model_id else last.model_id.partition("/")[2]
    language = run.plan.actor.language
    detail = translate("fallback.live", language, failed=label, reason=translate(last.reason_key, language), model=attempt.route.card.label)
    if failed and run.answer.wrote_something:
        used = run.answer.measured(failed.route, lambda count: count_tokens(failed.messages, count))
        run.relayed.spent.append(Spent(replace(used, charge=unpaid(used.charge)), TurnStatus.FAILED))
    run.terms_kept = False
    run.answer.restart(model_id=attempt.model_id, failed_model_id=last.model_id, key=last.reason_key, detail=detail)


def _check_answer(answer: AnswerInProgress) -> None:
    """A stream that ended well may still hold nothing to read (security guide F15)."""
    if answer.text:
        return
    raise UpstreamError("error.upstream_refused" if answer.finish_reason == FinishReason.REFUSED else "error.empty_answer")
