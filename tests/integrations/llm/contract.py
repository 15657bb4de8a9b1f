"""What every adapter of `LlmGateway` promises; each adapter's test module runs all of it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from chat_app import errors
from chat_app.integrations.llm.port import (
    Finished,
    FinishReason,
    ImagePart,
    LlmEvent,
    LlmGateway,
    LlmMessage,
    LlmRequest,
    ReasoningDelta,
    Role,
    Sampling,
    TextDelta,
    TextPart,
    TokenUsage,
    ToolCall,
    ToolCallPart,
    ToolResultPart,
    ToolSpec,
    UsageReport,
)
from tests.fakes.fault_server import FaultServer, Script
from tests.integrations.llm.speakers import CUT, KEY, SILENCE, Said, Speaker
from tests.waiting import PATIENCE

ASKED = LlmRequest("a-model", (LlmMessage.of_text(Role.SYSTEM, "Be brief."), LlmMessage.of_text(Role.USER, "Hello?")))
CALLS = (ToolCall("t1", "weather", '{"city":"Köln"}'), ToolCall("t2", "clock", '{"zone":"UTC"}'))
TOO_LONG = "prompt is too long: 300000 tokens > 200000 maximum"


async def events_of(gateway: LlmGateway, request: LlmRequest = ASKED) -> list[LlmEvent]:
    """Collect a whole answer, and close the gateway whatever happens."""
    try:
        return [event async for event in gateway.stream(request)]
    finally:
        await gateway.close()


async def broken(gateway: LlmGateway, request: LlmRequest = ASKED) -> tuple[list[LlmEvent], errors.UpstreamError]:
    """Collect an answer that breaks off: what came, and the error."""
    came: list[LlmEvent] = []
    with pytest.raises(errors.UpstreamError) as caught:
        async for event in gateway.stream(request):
            came.append(event)  # noqa: PERF401 - a comprehension would lose what came before the error
    await gateway.close()
    return came, caught.value


def text_of(events: list[LlmEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def reasoning_of(events: list[LlmEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, ReasoningDelta))


def calls_of(events: list[LlmEvent]) -> list[ToolCall]:
    return [event for event in events if isinstance(event, ToolCall)]


def usage_of(events: list[LlmEvent]) -> TokenUsage | None:
    return next((event.usage for event in events if isinstance(event, UsageReport)), None)


class GatewayContract:
    """Subclassed per adapter, which only says how its provider speaks."""

    speaker: ClassVar[Speaker]

    async def _says(self, said: Said) -> list[LlmEvent]:
        async with FaultServer(self.speaker.says(said)) as server:
            return await events_of(self.speaker.gateway(server.url))

    async def _fails(self, script: Script) -> tuple[list[LlmEvent], errors.UpstreamError]:
        async with FaultServer(script) as server:
            return await broken(self.speaker.gateway(server.url))

    async def test_streams_text_and_ends_with_finished(self) -> None:
        events = await self._says(Said(texts=("Hel", "lo, ", "Wörld 🙂")))
        assert text_of(events) == "Hello, Wörld 🙂"
        assert events[-1] == Finished(FinishReason.STOP)
        assert sum(isinstance(event, Finished) for event in events) == 1

    async def test_keeps_reasoning_apart_and_first(self) -> None:
        events = await self._says(Said(reasoning=("Let me ", "think."), texts=("42",)))
        assert reasoning_of(events) == "Let me think."
        assert text_of(events) == "42"
        kinds = [type(event) for event in events if isinstance(event, TextDelta | ReasoningDelta)]
        assert kinds.index(TextDelta) > kinds.index(ReasoningDelta)

    async def test_gives_whole_tool_calls(self) -> None:
        events = await self._says(Said(texts=(), calls=CALLS, reason=FinishReason.TOOL_CALLS))
        assert [(call.name, call.arguments.replace(" ", "")) for call in calls_of(events)] == [
            (call.name, call.arguments) for call in CALLS
        ]
        assert len({call.id for call in calls_of(events)}) == 2
        assert events[-1] == Finished(FinishReason.TOOL_CALLS)

    async def test_reports_usage_once_before_the_end(self) -> None:
        events = await self._says(Said(usage=TokenUsage(input=30, output=7)))
        assert usage_of(events) == TokenUsage(input=30, output=7)
        assert [type(event) for event in events[-2:]] == [UsageReport, Finished]

    async def test_tells_an_answer_cut_by_the_limit(self) -> None:
        assert (await self._says(Said(reason=FinishReason.LENGTH)))[-1] == Finished(FinishReason.LENGTH)

    async def test_an_empty_answer_is_an_answer(self) -> None:
        events = await self._says(Said(texts=()))
        assert text_of(events) == ""
        assert events[-1] == Finished(FinishReason.STOP)

    @pytest.mark.parametrize(
        ("status", "words", "kind"),
        [
            (400, "temperature must be lower", errors.UpstreamInvalidRequestError),
            (400, TOO_LONG, errors.ContextTooLongError),
            (401, "invalid key", errors.UpstreamAuthError),
            (403, "not allowed in your region", errors.UpstreamAuthError),
            (429, "slow down", errors.UpstreamRateLimitError),
            (500, "oops", errors.UpstreamUnavailableError),
            (503, "overloaded", errors.UpstreamUnavailableError),
        ],
    )
    async def test_maps_status_to_our_errors(self, status: int, words: str, kind: type[errors.UpstreamError]) -> None:
        came, error = await self._fails(self.speaker.refuses(status, f"{words} (key {KEY})"))
        assert (came, type(error)) == ([], kind)
        assert error.params["provider"]
        assert words in error.detail
        assert KEY not in error.detail

    async def test_hands_on_how_long_to_wait(self) -> None:
        _, error = await self._fails(self.speaker.refuses(429, "slow down", {"retry-after": "7"}))
        assert isinstance(error, errors.UpstreamRateLimitError)
        assert error.retry_after == 7

    async def test_an_error_in_the_stream_keeps_what_came(self) -> None:
        came, error = await self._fails(self.speaker.breaks(["Half an ", "answer"], "the model crashed"))
        assert text_of(came) == "Half an answer"
        assert isinstance(error, errors.UpstreamUnavailableError)

    async def test_a_cut_keeps_what_came(self) -> None:
        came, error = await self._fails(self.speaker.says(Said(texts=("Half an ", "answer"), faults=(0.05, *CUT))))
        assert text_of(came) == "Half an answer"
        assert isinstance(error, errors.UpstreamUnavailableError)

    async def test_a_stream_that_just_ends_is_an_interruption(self) -> None:
        came, error = await self._fails(self.speaker.says(Said(texts=("Half",), faults=(0.0,))))
        assert text_of(came) == "Half"
        assert isinstance(error, errors.UpstreamUnavailableError)

    async def test_nobody_listens(self) -> None:
        async with FaultServer([]) as server:
            url = server.url
        _, error = await broken(self.speaker.gateway(url))
        assert isinstance(error, errors.UpstreamUnavailableError)

    async def test_closing_the_iterator_closes_the_connection(self) -> None:
        async with FaultServer(self.speaker.says(Said(texts=("Hel",), faults=SILENCE))) as server:
            gateway = self.speaker.gateway(server.url)
            events = gateway.stream(ASKED)
            assert await anext(events) == TextDelta("Hel")
            await events.aclose()  # type: ignore[attr-defined]
            await asyncio.wait_for(server.left.wait(), PATIENCE)
            await gateway.close()

    async def test_sends_the_conversation(self) -> None:
        messages = (
            LlmMessage.of_text(Role.SYSTEM, "Be brief."),
            LlmMessage(Role.USER, (TextPart("What is it?"), ImagePart("image/png", b"\x89PNG"))),
            LlmMessage(Role.ASSISTANT, (TextPart("I look."), ToolCallPart("t1", "look", '{"at": "it"}'))),
            LlmMessage(Role.TOOL, (ToolResultPart("t1", "a cat"),)),
        )
        tool = ToolSpec("look", "Looks.", {"type": "object", "properties": {"at": {"type": "string"}}})
        async with FaultServer(self.speaker.says(Said())) as server:
            await events_of(self.speaker.gateway(server.url), LlmRequest("a-model", messages, Sampling(max_tokens=50), (tool,)))
            sent = server.received[0].path + server.received[0].body.decode()
        for piece in ("Be brief.", "What is it?", "iVBORw==", "I look.", "a cat", "Looks.", "a-model", "50"):
            assert piece in sent

    async def test_a_model_name_cannot_be_an_address(self) -> None:
        async with FaultServer(self.speaker.says(Said())) as server:
            for name in ("../../v1/files", "openai/x@http://evil.test", "", "a\r\nb"):
                _, error = await broken(self.speaker.gateway(server.url), LlmRequest(name, ASKED.messages))
                assert isinstance(error, errors.UpstreamInvalidRequestError)
            assert server.received == []
