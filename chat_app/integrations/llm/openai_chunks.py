"""Chunks of a `chat/completions` stream (or one whole answer) as our events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.failures import error_of, failure_of_object
from chat_app.integrations.llm.json_objects import items, mapping, text
from chat_app.integrations.llm.port import Finished, FinishReason, LlmEvent, ReasoningDelta, TextDelta, TokenUsage, UsageReport
from chat_app.integrations.llm.think_tags import ThinkTags
from chat_app.integrations.llm.tool_calls import ToolCallCollector
from chat_app.integrations.llm.usage import usage_of

_REASONS = {
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.REFUSED,
    "refusal": FinishReason.REFUSED,
}
_TIERS = frozenset({"flex", "priority"})
"""Those that cost something else. What is done is said, not what was asked for: a crowded tier falls back to the usual one."""
_BROKEN = frozenset({"error", "insufficient_system_resource", "abort"})


class ChunkReader:
    """Reads one answer. Text and reasoning come out at once; tool calls, usage and the end in `finish`."""

    def __init__(self, provider: str, *, key: str = "", model: str = "", think_tags: bool = False) -> None:
        self._provider, self._key, self._model = provider, key, model
        self._tags = ThinkTags() if think_tags else None
        self._calls = ToolCallCollector()
        self._usage: TokenUsage | None = None
        self._reason: str = ""
        self._tier: str = ""
        self._refused = False
        self.seen = False
        """Whether anything that belongs to an answer has come."""

    @property
    def finished(self) -> bool:
        """Whether the provider has said why the answer ends."""
        return bool(self._reason)

    def read(self, chunk: dict[str, Any]) -> list[LlmEvent]:
        """Return the events of one chunk; raises `UpstreamError` for an error the provider puts in the stream."""
        if chunk.get("error"):
            raise self._error(chunk)
        if raw := chunk.get("usage") or mapping(chunk.get("x_groq")).get("usage"):
            self._usage = usage_of(mapping(raw)) or self._usage
        if (tier := chunk.get("service_tier")) in _TIERS:
            self._tier = tier
        choices = items(chunk.get("choices"))
        if not choices:
            return []
        choice = mapping(choices[0])
        self.seen = True
        if reason := choice.get("finish_reason"):
            self._end(str(reason), choice)
        return self._delta(mapping(choice.get("delta") or choice.get("message")))

    def finish(self) -> list[LlmEvent]:
        """Return what the end of the answer completes, `Finished` last."""
        events: list[LlmEvent] = [*(self._tags.flush() if self._tags else ()), *self._calls.calls(), *self.usage()]
        return [*events, Finished(self._finish_reason())]

    def usage(self) -> list[UsageReport]:
        """Return the newest token count; also worth having for an answer that broke off."""
        return [UsageReport(replace(self._usage, tier=self._tier))] if self._usage else []

    def _delta(self, delta: dict[str, Any]) -> list[LlmEvent]:
        events: list[LlmEvent] = []
        if thought := _reasoning(delta):
            events.append(ReasoningDelta(thought))
        content = delta.get("content")
        if content:
            events.extend(self._text(content) if isinstance(content, str) else _parts(content))
        if refusal := text(delta.get("refusal")):
            self._refused = True
            events.append(TextDelta(refusal))
        if calls := delta.get("tool_calls"):
            self._calls.add(items(calls) or [calls])
        return events

    def _text(self, content: str) -> list[TextDelta | ReasoningDelta]:
        return self._tags.feed(content) if self._tags else [TextDelta(content)]

    def _end(self, reason: str, choice: dict[str, Any]) -> None:
        if reason in _BROKEN:
            raise self._error(choice if choice.get("error") else {"error": {"code": reason}})
        self._reason = reason

    def _finish_reason(self) -> FinishReason:
        reason = _REASONS.get(self._reason, FinishReason.STOP)
        if reason is FinishReason.STOP and self._refused:
            return FinishReason.REFUSED
        # Some servers end an answer that calls tools with "stop".
        return FinishReason.TOOL_CALLS if self._calls and reason is FinishReason.STOP else reason

    def _error(self, chunk: dict[str, Any]) -> UpstreamError:
        return error_of(failure_of_object(self._provider, self._key, chunk), self._model)


def _reasoning(delta: dict[str, Any]) -> str:
    """DeepSeek and vLLM say `reasoning_content`, OpenRouter and Groq `reasoning`, some only the details."""
    plain = delta.get("reasoning_content") or delta.get("reasoning")
    if isinstance(plain, str) and plain:
        return plain
    return "".join(_detail(mapping(detail)) for detail in items(delta.get("reasoning_details")))


def _detail(detail: dict[str, Any]) -> str:
    return text(detail.get("text")) or text(detail.get("summary"))


def _parts(content: object) -> Iterator[TextDelta | ReasoningDelta]:
    """Mistral sends a list of parts where it thinks: `{"type": "thinking", "thinking": [{"text": …}]}`."""
    for part in items(content):
        if words := text(mapping(part).get("text")):
            yield TextDelta(words)
        for thought in items(mapping(part).get("thinking")):
            if words := text(mapping(thought).get("text")):
                yield ReasoningDelta(words)
