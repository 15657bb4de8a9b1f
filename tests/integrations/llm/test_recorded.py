"""Recorded answers of real providers, played back over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from chat_app import errors
from chat_app.integrations.llm.connection import Timeouts
from chat_app.integrations.llm.port import Finished, FinishReason, LlmGateway, LlmRequest, TokenUsage
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from tests.fakes.fault_server import FaultServer, Script
from tests.integrations.llm.contract import ASKED, broken, calls_of, events_of, reasoning_of, text_of, usage_of
from tests.integrations.llm.recorded import CORPUS, anthropic_stream, body_of, gemini_stream, needs_corpus, recording
from tests.integrations.llm.speakers import KEY, OllamaSpeaker

# LiteLLM looks at deprecated attributes of its own pydantic models; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")

_LITELLM = {"anthropic": "", "gemini": "/v1beta"}


def gateway(provider: str, url: str) -> LlmGateway:
    """Return the adapter that serves this provider, pointed at the test's server."""
    if provider == "ollama":
        return OllamaSpeaker().gateway(url)
    if provider in _LITELLM:
        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway

        config = ProviderConfig(provider, provider, ProviderKind.LITELLM, url + _LITELLM[provider], SecretStr(KEY))
        return LiteLlmGateway(config, timeouts=Timeouts(idle=15))
    from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway

    config = ProviderConfig(provider, provider, ProviderKind.OPENAI_COMPATIBLE, url, SecretStr(KEY))
    return OpenAiCompatibleGateway(config, timeouts=Timeouts(connect=5, idle=15, after_end=0.5))


@dataclass(frozen=True)
class Expected:
    text: str = ""
    """How the text begins; empty: there is none."""
    reasoning: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    usage: TokenUsage | None = None
    reason: FinishReason = FinishReason.STOP


async def check(provider: str, script: Script, expected: Expected) -> None:
    async with FaultServer(script) as server:
        events = await events_of(gateway(provider, server.url))
    assert events[-1] == Finished(expected.reason)
    assert text_of(events)[: len(expected.text) or None] == expected.text
    assert reasoning_of(events)[: len(expected.reasoning) or None] == expected.reasoning
    assert tuple((call.name, call.arguments) for call in calls_of(events)) == expected.calls
    assert usage_of(events) == expected.usage


TOOLS = FinishReason.TOOL_CALLS

ANSWERS: list[tuple[str, str, int, Expected]] = [
    (
        "openai",
        "crmne__chat_function_calling_ollama",
        0,
        Expected(
            "", "Okay, the user is asking", (("weather", '{"latitude":"52.5200","longitude":"13.4050"}'),), TokenUsage(195, 144), TOOLS
        ),
    ),
    (
        "openai",
        "crmne__chat_function_calling_ollama",
        1,
        Expected("The current weather in Berlin (52.5200, 13.4050) is **15°C**", "Okay, the user", usage=TokenUsage(381, 173)),
    ),
    (
        "openai",
        "pydantic__test_ollama_cloud",
        1,
        Expected("", "The conversation", (("final_result", '{"city":"Paris","country":"France"}'),), TokenUsage(206, 194), TOOLS),
    ),
    (
        "openai",
        "simonw__test_tools_streaming_variant_b",
        0,
        Expected(calls=(("llm_version", "{}"),), usage=TokenUsage(57, 17), reason=TOOLS),
    ),
    (
        "openai",
        "simonw__test_tools_streaming_variant_b",
        1,
        Expected("The current version of *llm* is **0.fixed-version**.", usage=TokenUsage(107, 15)),
    ),
    (
        "openai",
        "vercel-ai__openai-compatible__anthropic-fallback",
        0,
        Expected("Reading it.", calls=(("read_file", '{"path": "a.txt"}'),), reason=TOOLS),
    ),
    ("openai", "vercel-ai__openai__openai-text", 0, Expected("**Holiday Name:** Harmony Day\n\n**Date:**", usage=TokenUsage(16, 300))),
    ("openai", "vercel-ai__perplexity", 0, Expected("The current population of **", usage=TokenUsage(10, 336))),
    ("mistral", "crmne__chat_mistral", 0, Expected("144", "The user is asking for the product of 12", usage=TokenUsage(31, 66))),
    ("mistral", "pydantic__test_mistral", 1, Expected("Crossing a river", "**Analogizing", usage=TokenUsage(664, 747))),
    ("deepseek", "pydantic__test_deepseek", 0, Expected("Crossing the street safely", "Okay, the user", usage=TokenUsage(12, 789, 0, 415))),
    (
        "deepseek",
        "vercel-ai__deepseek",
        0,
        Expected("", "The user is asking", (("weather", '{"location": "San Francisco"}'),), TokenUsage(339, 83, 320, 39), TOOLS),
    ),
    (
        "openrouter",
        "pydantic__test_openrouter_usage",
        1,
        Expected("Here’s a concise but thorough overview of Mars", "**Exploring Mars", usage=TokenUsage(17, 2177, 0, 960)),
    ),
    (
        "openrouter",
        "pydantic__test_openrouter_web_search",
        0,
        Expected("The URL for Pydantic AI's GitHub repository", usage=TokenUsage(2317, 53, searches=1)),
    ),
    (
        "anthropic",
        "simonw__test_stream_events_thinking",
        0,
        Expected("1. **Pouch**", "The user wants two names", usage=TokenUsage(46, 133, 0, 80)),
    ),
    (
        "anthropic",
        "pydantic__test_anthropic_model_thinking_part_redacted",
        0,
        Expected("I notice that you've sent", usage=TokenUsage(92, 189)),
    ),
    ("anthropic", "simonw__test_web_search", 0, Expected("Based on the search results", usage=TokenUsage(10423, 341, searches=1))),
    ("anthropic", "vercel-ai__anthropic__anthropic-refusal", 0, Expected(usage=TokenUsage(18, 5), reason=FinishReason.REFUSED)),
    ("anthropic", "vercel-ai__anthropic__duplicate-message-start", 0, Expected("Hello, World!", usage=TokenUsage(17, 227))),
    (
        "gemini",
        "pydantic__test_google_streaming_tool_call",
        0,
        Expected(calls=(("get_country", "{}"),), usage=TokenUsage(29, 212, 0, 202), reason=TOOLS),
    ),
    ("gemini", "pydantic__test_google_streaming_tool_call", 1, Expected("The capital of Mexico is Mexico City.", usage=TokenUsage(257, 8))),
    ("gemini", "pydantic__test_google_model_max_tokens", 0, Expected(usage=TokenUsage(15, 2, 0, 2), reason=FinishReason.LENGTH)),
]

FAILURES: list[tuple[str, str, type[errors.UpstreamError], str]] = [
    ("anthropic", "crmne__chat_error_handling_with_anthropic", errors.UpstreamAuthError, "error.upstream_auth"),
    ("anthropic", "crmne__chat_real_error_scenarios_anthropic", errors.ContextTooLongError, "error.context_too_long"),
    ("anthropic", "pydantic__test_anthropic_explicit_effort", errors.UpstreamInvalidRequestError, "error.upstream_invalid_request"),
    ("cohere", "crmne__chat_real_error_scenarios_cohere", errors.ContextTooLongError, "error.context_too_long"),
    ("cohere", "vercel-ai__cohere", errors.UpstreamProtocolError, "error.upstream_protocol"),
    ("deepseek", "crmne__chat_real_error_scenarios_deepseek", errors.ContextTooLongError, "error.context_too_long"),
    ("openrouter", "crmne__chat_real_error_scenarios_openrouter", errors.ContextTooLongError, "error.context_too_long"),
    ("openrouter", "pydantic__test_openrouter_errors", errors.UpstreamRateLimitError, "error.upstream_rate_limit"),
    ("openai", "pydantic__test_openai_responses_model_http_error", errors.UpstreamInvalidRequestError, "error.upstream_invalid_request"),
    ("openai", "pydantic__test_invalid_response", errors.UpstreamProtocolError, "error.upstream_protocol"),
    ("openai", "vercel-ai__openai__openai-error", errors.UpstreamAuthError, "provider.no_credit"),
    ("gemini", "vercel-ai__google__google-stream-tool-call-arguments", errors.UpstreamProtocolError, "error.upstream_protocol"),
]


@needs_corpus
@pytest.mark.parametrize(("provider", "name", "number", "expected"), ANSWERS, ids=[f"{name}#{number}" for _, name, number, _ in ANSWERS])
async def test_recorded_answer(provider: str, name: str, number: int, expected: Expected) -> None:
    await check(provider, recording(name, number), expected)


@needs_corpus
@pytest.mark.parametrize(("provider", "name", "kind", "key"), FAILURES, ids=[name for _, name, _, _ in FAILURES])
async def test_recorded_failure(provider: str, name: str, kind: type[errors.UpstreamError], key: str) -> None:
    async with FaultServer(recording(name)) as server:
        came, error = await broken(gateway(provider, server.url))
    assert (came, type(error), error.key) == ([], kind, key)
    assert error.detail


@needs_corpus
async def test_gemini_says_in_its_sentence_how_long_to_wait() -> None:
    async with FaultServer(recording("crmne__chat_real_error_scenarios_gemini")) as server:
        _, error = await broken(gateway("gemini", server.url))
    assert isinstance(error, errors.UpstreamRateLimitError)
    assert error.retry_after == pytest.approx(48.9, abs=0.1)


@needs_corpus
async def test_parallel_tool_calls_of_anthropic() -> None:
    script = anthropic_stream(orjson.loads(body_of("pydantic__test_multiple_parallel_tool_calls")))
    async with FaultServer(script) as server:
        events = await events_of(gateway("anthropic", server.url))
    assert [orjson.loads(call.arguments)["name"] for call in calls_of(events)] == ["Alice", "Bob", "Charlie", "Daisy"]
    assert events[-1] == Finished(FinishReason.TOOL_CALLS)


@needs_corpus
async def test_thoughts_of_gemini() -> None:
    async with FaultServer(gemini_stream(orjson.loads(body_of("simonw__test_prompt")))) as server:
        events = await events_of(gateway("gemini", server.url))
    assert reasoning_of(events).startswith("**Considering the Constraint**")
    assert text_of(events)
    assert usage_of(events) == TokenUsage(input=11, output=293, reasoning=291)


@needs_corpus
@pytest.mark.parametrize("provider", ["openai", "ollama"])
async def test_no_recording_raises_anything_but_our_errors(provider: str) -> None:
    """Each vendor's answer, also to an adapter that speaks another protocol."""
    for path in sorted(CORPUS.iterdir()):
        async with FaultServer(recording(path.name)) as server:
            try:
                ending = (await events_of(gateway(provider, server.url), LlmRequest("m", ASKED.messages)))[-1]
            except errors.UpstreamError as error:
                ending = error
        assert isinstance(ending, Finished) or (isinstance(ending, errors.UpstreamError) and ending.detail), path.name


OWN: list[tuple[str, str, dict[str, Any]]] = [
    ("deepseek", "openai_reasoning.sse", {"text": "144 🙂 – 日本", "reasoning": "Zwölf mal zwölf …", "usage": TokenUsage(31, 66, 20, 60)}),
    (
        "openai",
        "openai_tools.sse",
        {"text": "Reading", "calls": (("read_file", '{"path": "a.txt"}'), ("list_files", '{"in": "/tmp"}')), "reason": TOOLS},
    ),
    (
        "ollama",
        "ollama_thinking.ndjson",
        {
            "text": "Ich sehe nach: Köln.",
            "reasoning": "The user asks for the weather.",
            "calls": (("weather", '{"city":"Köln"}'),),
            "usage": TokenUsage(195, 44),
            "reason": TOOLS,
        },
    ),
]


@pytest.mark.parametrize(("provider", "name", "expected"), OWN, ids=[name for _, name, _ in OWN])
async def test_own_recording(provider: str, name: str, expected: dict[str, Any]) -> None:
    await check(provider, recording(name), Expected(**expected))
