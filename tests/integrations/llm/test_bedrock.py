"""Models at Amazon Bedrock, through LiteLLM."""

from __future__ import annotations

import pytest

from chat_app.integrations.llm.port import LlmRequest, Sampling, TokenUsage
from tests.fakes.fault_server import FaultServer
from tests.integrations.llm.bedrock_speaker import ACCESS_KEY, BedrockSpeaker
from tests.integrations.llm.contract import ASKED, GatewayContract, events_of, usage_of
from tests.integrations.llm.speakers import KEY, Said

# LiteLLM looks at deprecated attributes of its own pydantic models, and describes types that pydantic warns of; neither is ours to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Item:UserWarning"),
]


class TestContract(GatewayContract):
    speaker = BedrockSpeaker()


async def test_an_access_key_signs_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "of-somebody-else")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAOFSOMEBODYELSE00")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-somebody-else")
    async with FaultServer(BedrockSpeaker().says(Said())) as server:
        await events_of(BedrockSpeaker(access_key=ACCESS_KEY).gateway(server.url))
        asked = server.received[0]
    assert asked.headers["authorization"].startswith(f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/")
    assert "/eu-central-1/bedrock/aws4_request" in asked.headers["authorization"]
    assert KEY not in repr(asked)


async def test_a_key_of_bedrocks_own_is_a_bearer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "of-somebody-else")
    monkeypatch.setenv("AWS_BEDROCK_RUNTIME_ENDPOINT", "http://127.0.0.1:9")
    async with FaultServer(BedrockSpeaker().says(Said())) as server:
        await events_of(BedrockSpeaker().gateway(server.url))
        assert server.received[0].headers["authorization"] == f"Bearer {KEY}"


async def test_what_was_read_from_and_put_into_the_cache_is_part_of_the_input() -> None:
    said = Said(usage=TokenUsage(input=1_320, output=50, cached=1_000, cache_write=300))
    async with FaultServer(BedrockSpeaker().says(said)) as server:
        assert usage_of(await events_of(BedrockSpeaker().gateway(server.url))) == said.usage


async def test_marks_for_the_cache_in_bedrocks_words() -> None:
    async with FaultServer(BedrockSpeaker().says(Said())) as server:
        request = LlmRequest("anthropic.claude-sonnet-4-5-20250929-v1:0", ASKED.messages, Sampling(prompt_cache="minutes"))
        await events_of(BedrockSpeaker().gateway(server.url), request)
        sent = server.received[0].json
    assert sent["system"][-1] == {"cachePoint": {"type": "default"}}
    assert sent["messages"][-1]["content"][-1] == {"cachePoint": {"type": "default"}}
