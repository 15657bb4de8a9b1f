"""The adapter for every other vendor, through LiteLLM."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, ReasoningPart, Role, Sampling, ToolCallPart, ToolResultPart
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from tests.fakes.fault_server import FaultServer
from tests.integrations.llm.contract import ASKED, GatewayContract, events_of
from tests.integrations.llm.speakers import KEY, AnthropicSpeaker, Said
from tests.integrations.llm.speakers import answer as speech

# LiteLLM looks at deprecated attributes of its own pydantic models; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")


class TestContract(GatewayContract):
    speaker = AnthropicSpeaker()


async def test_signed_thoughts_go_back_with_the_tool_result() -> None:
    messages = (
        LlmMessage.of_text(Role.USER, "Look."),
        LlmMessage(Role.ASSISTANT, (ReasoningPart("I should look.", "c2lnbmVk"), ToolCallPart("t1", "look", "{}"))),
        LlmMessage(Role.TOOL, (ToolResultPart("t1", "a cat"),)),
    )
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        await events_of(AnthropicSpeaker().gateway(server.url), LlmRequest("claude-sonnet-4-5", messages))
        thought = server.received[0].json["messages"][1]["content"][0]
    assert thought == {"type": "thinking", "thinking": "I should look.", "signature": "c2lnbmVk"}


async def test_parameters_in_anthropics_words() -> None:
    sampling = Sampling(max_tokens=99, temperature=0.5, top_k=5, stop=("END",))
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        await events_of(AnthropicSpeaker().gateway(server.url), LlmRequest("claude-sonnet-4-5", ASKED.messages, sampling))
        sent = server.received[0].json
    assert (sent["max_tokens"], sent["temperature"], sent["top_k"], sent["stop_sequences"]) == (99, 0.5, 5, ["END"])


async def test_thinking_gets_a_budget_below_the_length_of_the_answer() -> None:
    sampling = Sampling(max_tokens=9_000, reasoning_effort="high")
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        await events_of(AnthropicSpeaker().gateway(server.url), LlmRequest("claude-sonnet-4-5", ASKED.messages, sampling))
        sent = server.received[0].json
    assert sent["thinking"]["type"] == "enabled"
    assert 1_024 <= sent["thinking"]["budget_tokens"] < sent["max_tokens"]


@pytest.mark.parametrize("length", [None, 9_000])
async def test_a_budget_for_thinking_is_sent_as_it_is(length: int | None) -> None:
    sampling = Sampling(max_tokens=length, thinking_budget=3_000)
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        await events_of(AnthropicSpeaker().gateway(server.url), LlmRequest("claude-sonnet-4-5", ASKED.messages, sampling))
        sent = server.received[0].json
    assert sent["thinking"] == {"type": "enabled", "budget_tokens": 3_000}
    assert sent["max_tokens"] == (length or 11_192)


@pytest.mark.parametrize(("keep", "mark"), [("minutes", {"type": "ephemeral"}), ("hour", {"type": "ephemeral", "ttl": "1h"})])
async def test_the_system_prompt_and_the_last_questions_are_kept(keep: str, mark: dict[str, str]) -> None:
    messages = (*ASKED.messages, LlmMessage.of_text(Role.ASSISTANT, "Hi."), LlmMessage.of_text(Role.USER, "And?"))
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        request = LlmRequest("claude-sonnet-4-5", messages, Sampling(prompt_cache=keep))
        await events_of(AnthropicSpeaker().gateway(server.url), request)
        sent = server.received[0].json
    assert sent["system"][0]["cache_control"] == mark
    assert [message["content"][-1].get("cache_control") for message in sent["messages"]] == [mark, None, mark]


async def test_parameters_in_geminis_words() -> None:
    sampling = Sampling(
        max_tokens=99,
        temperature=1.5,
        top_p=0.5,
        top_k=5,
        stop=("END",),
        seed=7,
        json_mode=True,
        safety=(("hate", "none"), ("sexual", "most")),
    )
    answer = b'data: {"candidates": [{"content": {"parts": [{"text": "Hi"}], "role": "model"}, "finishReason": "STOP", "index": 0}]}\n\n'
    config = ProviderConfig("gemini", "Gemini", ProviderKind.LITELLM, "", SecretStr(KEY))
    async with FaultServer(speech(answer)) as server:
        gateway = LiteLlmGateway(replace(config, base_url=server.url))
        await events_of(gateway, LlmRequest("gemini-2.5-flash", ASKED.messages, sampling))
        sent = server.received[0].json
    options = sent["generationConfig"]
    assert (options["max_output_tokens"], options["temperature"], options["top_p"], options["top_k"]) == (99, 1.5, 0.5, 5)
    assert (options["stop_sequences"], options["seed"], options["response_mime_type"]) == (["END"], 7, "application/json")
    assert sent["safetySettings"] == [
        {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"},
        {"category": "HARM_CATEGORY_SEXUALLY_EXPLICIT", "threshold": "BLOCK_LOW_AND_ABOVE"},
    ]


async def test_the_key_goes_with_the_call_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("ANTHROPIC_API_BASE", "http://127.0.0.1:9")
    async with FaultServer(AnthropicSpeaker().says(Said())) as server:
        await events_of(AnthropicSpeaker().gateway(server.url))
        assert server.received[0].headers["x-api-key"] == KEY


_IMPORT = """
import asyncio, os, sys
seen = []
sys.addaudithook(lambda name, args: seen.append((name, args)) if name in ("socket.connect", "socket.getaddrinfo") else None)
import chat_app.integrations.llm.litellm_gateway, chat_app.integrations.llm.providers
assert "litellm" not in sys.modules, "loaded before its first use"
os.chdir(sys.argv[1])
from chat_app.integrations.llm.litellm_library import litellm_library
library = asyncio.run(litellm_library())
library.acompletion
assert not seen, seen
assert "FROM_DOTENV" not in os.environ, "read a .env"
"""


def test_loading_it_is_late_and_silent(tmp_path: Path) -> None:
    """No connection, and no `.env` of the working directory in the environment."""
    (tmp_path / ".env").write_text("FROM_DOTENV=1\n")
    done = subprocess.run([sys.executable, "-c", _IMPORT, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
