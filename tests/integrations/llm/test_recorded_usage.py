"""What an adapter reports, field by field, against what the vendor wrote into the recorded answer.

The vendor's numbers are read here in another way than in the adapters: by the names in the vendor's own documentation.
Answers under `recordings/usage` are written after that documentation, for kinds of units that no recording of the corpus has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import pytest

from chat_app.integrations.llm.port import TokenUsage
from tests.fakes.fault_server import FaultServer
from tests.integrations.llm.contract import events_of, usage_of
from tests.integrations.llm.recorded import OWN, body_of, needs_corpus, recording
from tests.integrations.llm.test_recorded import ANSWERS, gateway

# LiteLLM looks at deprecated attributes of its own pydantic models; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")

Counts = dict[str, int]


def objects(body: bytes) -> list[dict[str, Any]]:
    """All JSON objects of an answer, whatever carries them."""
    found = []
    for line in body.splitlines():
        text = line.removeprefix(b"data:").strip()
        if text.startswith(b"{") and text.endswith(b"}"):
            found.append(orjson.loads(text))
    return found or [orjson.loads(body)]


def of_openai(body: bytes) -> Counts:
    """`usage` of OpenAI, DeepSeek, Mistral, OpenRouter, Perplexity, Groq, xAI, Cohere."""
    usages = [value for each in objects(body) if (value := each.get("usage") or each.get("x_groq", {}).get("usage"))]
    usage = usages[-1]
    read, written = usage.get("prompt_tokens_details") or {}, usage.get("completion_tokens_details") or {}
    tools = usage.get("server_tool_use_details") or {}
    reasoning, output = written.get("reasoning_tokens", 0), usage["completion_tokens"]
    beside = usage["total_tokens"] - usage["prompt_tokens"] - output
    return {
        "input": usage["prompt_tokens"],
        "output": output + beside,
        "cached": read.get("cached_tokens", usage.get("prompt_cache_hit_tokens", 0)),
        "reasoning": reasoning,
        "cache_write": read.get("cache_write_tokens", 0),
        "audio_in": read.get("audio_tokens", 0),
        "audio_out": written.get("audio_tokens", 0),
        "image_in": read.get("image_tokens", 0),
        "image_out": written.get("image_tokens", 0),
        "searches": tools.get("web_search_requests", usage.get("num_search_queries", usage.get("num_sources_used", 0))),
    }


def of_anthropic(body: bytes) -> Counts:
    """The usage of `message_start`, with what `message_delta` says later. Thoughts are not counted apart by the vendor."""
    usage: dict[str, Any] = {}
    for each in objects(body):
        usage |= each.get("message", {}).get("usage", {}) | (each.get("usage") or {})
    put = usage.get("cache_creation") or {}
    hit, written = usage.get("cache_read_input_tokens", 0), usage.get("cache_creation_input_tokens", 0)
    hour = put.get("ephemeral_1h_input_tokens", 0)
    return {
        "input": usage["input_tokens"] + hit + written,
        "output": usage["output_tokens"],
        "cached": hit,
        "cache_write": written - hour,
        "cache_write_1h": hour,
        "searches": (usage.get("server_tool_use") or {}).get("web_search_requests", 0),
    }


def of_gemini(body: bytes) -> Counts:
    """`usageMetadata`: thoughts are beside the candidates' tokens, what is cached within the prompt's."""
    answers = [each for each in objects(body) if "usageMetadata" in each]
    usage = answers[-1]["usageMetadata"]
    read = {each["modality"]: each["tokenCount"] for each in usage.get("promptTokensDetails", ())}
    written = {each["modality"]: each["tokenCount"] for each in usage.get("candidatesTokensDetails", ())}
    thoughts = usage.get("thoughtsTokenCount", 0)
    return {
        "input": usage["promptTokenCount"],
        "output": usage.get("candidatesTokenCount", 0) + thoughts,
        "cached": usage.get("cachedContentTokenCount", 0),
        "reasoning": thoughts,
        "audio_in": read.get("AUDIO", 0),
        "audio_out": written.get("AUDIO", 0),
        "image_in": read.get("IMAGE", 0),
        "image_out": written.get("IMAGE", 0),
    }


def of_ollama(body: bytes) -> Counts:
    """The counts of the last line."""
    last = objects(body)[-1]
    return {"input": last["prompt_eval_count"], "output": last["eval_count"]}


READERS: dict[str, Callable[[bytes], Counts]] = {"anthropic": of_anthropic, "gemini": of_gemini, "ollama": of_ollama}
RECORDED = [(provider, name, number) for provider, name, number, expected in ANSWERS if expected.usage]
WRITTEN = sorted((OWN / "usage").iterdir())


def differences(provider: str, counts: Counts, reported: TokenUsage) -> dict[str, tuple[int, int]]:
    """What the vendor wrote and what was reported, for every field in which they differ."""
    # LiteLLM estimates how much of Anthropic's output was thought; the vendor does not say.
    skipped = {"tier", "reasoning"} if provider == "anthropic" else {"tier"}
    fields = {name: value for name, value in asdict(reported).items() if name not in skipped}
    return {name: (counts.get(name, 0), value) for name, value in fields.items() if counts.get(name, 0) != value}


async def check(provider: str, name: str, number: int = 0) -> None:
    async with FaultServer(recording(name, number)) as server:
        reported = usage_of(await events_of(gateway(provider, server.url)))
    assert reported is not None
    assert differences(provider, READERS.get(provider, of_openai)(body_of(name, number)), reported) == {}


@needs_corpus
@pytest.mark.parametrize(("provider", "name", "number"), RECORDED, ids=[f"{name}#{number}" for _, name, number in RECORDED])
async def test_equals_what_was_recorded(provider: str, name: str, number: int) -> None:
    await check(provider, name, number)


@needs_corpus
def test_at_least_eight_vendors_are_recorded() -> None:
    origins = {name.partition("__")[2].lower() for _, name, _ in RECORDED}
    vendors = ("openai-text", "anthropic", "google", "deepseek", "openrouter", "mistral", "perplexity", "ollama")
    assert [vendor for vendor in vendors if not any(vendor in origin for origin in origins)] == []


@pytest.mark.parametrize("path", WRITTEN, ids=[path.name for path in WRITTEN])
async def test_every_kind_of_unit(path: Path) -> None:
    await check(path.name.partition("_")[0], f"usage/{path.name}")


async def test_the_tier_that_was_used_is_told() -> None:
    async with FaultServer(recording("usage/openai_reasoning.sse")) as server:
        reported = usage_of(await events_of(gateway("openai", server.url)))
    assert reported is not None
    assert reported.tier == "flex"


def test_every_kind_of_unit_comes_from_some_vendor() -> None:
    seen: set[str] = set()
    for path in WRITTEN:
        counts = READERS.get(path.name.partition("_")[0], of_openai)(path.read_bytes())
        seen |= {name for name, count in counts.items() if count}
    # Pictures that are made are counted by none of these: their prices are per token.
    assert seen == set(asdict(TokenUsage())) - {"images", "tier"}
