"""An answer while it is written: takes a model's events, publishes them in batches, knows what to save."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat_app.integrations.llm.port import FinishReason, LlmEvent, LlmMessage, ReasoningDelta, TextDelta, TokenUsage, ToolCall, UsageReport
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat.context import count_tokens, image_tokens
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import TurnFeed
from chat_app.services.counting.counter import Quick, family_of_card
from chat_app.services.usage.metering import Measured, measured

CALM_SECONDS = 0.033
BUSY_SECONDS = 0.045
CALM_ANSWERS = 80
"""Deltas of one answer go out at most this often: about 30 times a second, and fewer when more answers than that are
written, since a delta costs the same however much it carries."""
MAX_ANSWER_CHARS = 2_000_000
"""A model that does not end is ended here (security guide F14)."""


class AnswerTooLongError(Exception):
    """The answer reached `MAX_ANSWER_CHARS`; what came is kept."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a checkpoint writes."""

    message_id: str
    text: str
    reasoning: str
    reasoning_ms: int

    def values(self) -> dict[str, str | int]:
        """As parameters of a statement."""
        return {"message_id": self.message_id, "text": self.text, "reasoning": self.reasoning, "reasoning_ms": self.reasoning_ms}


def pace(answers: int) -> float:
    """Seconds between two deltas of one answer while so many are written."""
    return min(BUSY_SECONDS, CALM_SECONDS * max(1.0, answers / CALM_ANSWERS))


class AnswerInProgress:
    """Collects one answer. `text` may begin with what an earlier turn wrote ("continue")."""

    def __init__(
        self,
        feed: TurnFeed,
        message_id: str,
        *,
        text: str = "",
        reasoning: str = "",
        reasoning_ms: int = 0,
        skip: str = "",
        pause: Callable[[], float] = lambda: CALM_SECONDS,
    ) -> None:
        self._feed = feed
        self._message_id = message_id
        self._text = [text] if text else []
        self._reasoning = [reasoning] if reasoning else []
        self._pending: dict[EventType, list[str]] = {EventType.REASONING: [], EventType.DELTA: []}
        self._skip = skip
        self._pause = pause
        self._length = len(text) + len(reasoning)
        self._timer: asyncio.TimerHandle | None = None
        self._began = time.monotonic()
        self._reasoning_began: float | None = None
        self._prior = (text, reasoning, reasoning_ms, skip)
        self.reasoning_ms = reasoning_ms
        self.ttft_ms: int | None = None
        self.usage: TokenUsage | None = None
        self.finish_reason: FinishReason | None = None
        self.dirty = False
        self._publish_prior()

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def wrote_something(self) -> bool:
        """Whether this turn itself added anything."""
        return self._length > sum(self.prior)

    @property
    def prior(self) -> tuple[int, int]:
        """How many characters of text and of reasoning an earlier turn wrote."""
        return len(self._prior[0]), len(self._prior[1])

    @property
    def own_texts(self) -> tuple[str, str]:
        """The text and the reasoning that this turn itself wrote."""
        text, reasoning = self.prior
        return self.text[text:], self.reasoning[reasoning:]

    def measured(self, route: Route, asked: Sequence[LlmMessage], count: Quick | None = None) -> Measured:
        """What this turn used: as the provider counted, else as we do; nothing for an answer that never began."""
        if self.usage is None and not self.wrote_something:
            return Measured(duration_ms=self.elapsed_ms)
        estimate = TokenUsage() if self.usage else self._estimate(asked, count or family_of_card(route.card).estimate)
        return measured(route, self.usage, estimate, self.elapsed_ms, self.ttft_ms)

    def _estimate(self, asked: Sequence[LlmMessage], count: Quick) -> TokenUsage:
        wrote, thought = map(count, self.own_texts)
        return TokenUsage(count_tokens(asked, count), wrote + thought, reasoning=thought, image_in=image_tokens(asked))

    @property
    def elapsed_ms(self) -> int:
        return int((time.monotonic() - self._began) * 1000)

    def take(self, event: LlmEvent) -> None:
        """Add one event of the model; raises `AnswerTooLongError`."""
        if isinstance(event, TextDelta):
            self._end_reasoning()
            self._append(EventType.DELTA, self._text, self._without_repetition(event.text))
        elif isinstance(event, ReasoningDelta):
            self._reasoning_began = self._reasoning_began or time.monotonic()
            self._append(EventType.REASONING, self._reasoning, event.text)
        elif isinstance(event, UsageReport):
            self.usage = event.usage
        elif isinstance(event, ToolCall):
            self._feed.publish(EventType.TOOL, id=event.id, name=event.name, arguments=event.arguments)
        else:
            self.finish_reason = event.reason

    def tell(self, type_: EventType, **data: object) -> None:
        """Tell the viewers something about the answer that is none of its words."""
        self._feed.publish(type_, **data)

    def restart(self, **why: object) -> None:
        """Drop what this turn wrote: another model begins anew. Viewers get `why`, then what an earlier turn had written."""
        self._cancel_timer()
        for pieces in self._pending.values():
            pieces.clear()
        text, reasoning, self.reasoning_ms, self._skip = self._prior
        self._text, self._reasoning = [text] if text else [], [reasoning] if reasoning else []
        self._length, self._reasoning_began = len(text) + len(reasoning), None
        self.ttft_ms, self.usage, self.finish_reason, self.dirty = None, None, None, True
        self._feed.publish(EventType.RESTART, **why)
        self._publish_prior()

    def _publish_prior(self) -> None:
        text, reasoning, reasoning_ms, _ = self._prior
        if reasoning:
            self._feed.publish(EventType.REASONING, text=reasoning)
            self._feed.publish(EventType.REASONING_DONE, ms=reasoning_ms)
        if text:
            self._feed.publish(EventType.DELTA, text=text)

    def flush(self) -> None:
        """Publish what has come since the last time."""
        self._cancel_timer()
        for type_, pieces in self._pending.items():
            if pieces:
                self._feed.publish(type_, text="".join(pieces))
                pieces.clear()

    def finish(self) -> None:
        """Nothing more comes: publish the rest."""
        self._end_reasoning()
        self.flush()

    def snapshot(self) -> Snapshot:
        """The state to save now; marks it as saved."""
        self.dirty = False
        self._text, self._reasoning = [self.text], [self.reasoning]
        return Snapshot(self._message_id, self._text[0], self._reasoning[0], self.reasoning_ms)

    def _append(self, type_: EventType, parts: list[str], piece: str) -> None:
        if not piece:
            return
        parts.append(piece)
        self._pending[type_].append(piece)
        self._length += len(piece)
        self.dirty = True
        if self.ttft_ms is None:
            self.ttft_ms = self.elapsed_ms
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause(), self.flush)
        if self._length > MAX_ANSWER_CHARS:
            raise AnswerTooLongError

    def _without_repetition(self, piece: str) -> str:
        """Drop what a model repeats from the beginning when it writes an answer anew that is to be continued."""
        if not self._skip:
            return piece
        length = min(len(piece), len(self._skip))
        if piece[:length] != self._skip[:length]:
            self._skip = ""
            return piece
        self._skip = self._skip[length:]
        return piece[length:]

    def _end_reasoning(self) -> None:
        if self._reasoning_began is None:
            return
        self.reasoning_ms += int((time.monotonic() - self._reasoning_began) * 1000)
        self._reasoning_began = None
        self.flush()
        self._feed.publish(EventType.REASONING_DONE, ms=self.reasoning_ms)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
