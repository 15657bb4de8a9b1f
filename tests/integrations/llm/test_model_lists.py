"""Which models a provider offers for chats."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from chat_app import errors
from chat_app.integrations.llm.azure_openai import AzureOpenAiGateway
from chat_app.integrations.llm.bedrock import list_bedrock_models
from chat_app.integrations.llm.openai_models import models_of
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.integrations.llm.vendor_models import list_vendor_models
from tests.fakes.fault_server import FaultServer, Script, answer, json_answer
from tests.integrations.llm.recorded import body_of, needs_corpus, recording
from tests.integrations.llm.speakers import KEY, OllamaSpeaker, OpenAiSpeaker


def names(entries: list[dict[str, Any]]) -> list[str]:
    return [model.name for model in models_of({"data": entries})]


def test_models_that_cannot_chat_are_left_out() -> None:
    chat = [
        "gpt-5",
        "gpt-4.1-mini",
        "o3",
        "deepseek-chat",
        "llama-3.3-70b-versatile",
        "mistral-large-latest",
        "grok-4",
        "gpt-4o-mini",
        "openai/gpt-oss-20b",
    ]
    other = [
        "text-embedding-3-small",
        "whisper-1",
        "tts-1-hd",
        "gpt-4o-mini-tts",
        "dall-e-3",
        "omni-moderation-latest",
        "gpt-4o-transcribe",
        "gpt-image-1",
        "sora-2",
    ]
    other += [
        "gpt-4o-realtime-preview",
        "gpt-4o-audio-preview",
        "babbage-002",
        "mistral-embed",
        "mistral-ocr-latest",
        "meta-llama/llama-guard-4-12b",
        "whisper-large-v3",
        "playai-tts",
    ]
    assert names([{"id": name} for name in chat + other]) == sorted(chat)


def test_what_providers_tell_about_a_model() -> None:
    entries: list[dict[str, Any]] = [
        {"id": "vllm", "max_model_len": 32768},
        {"id": "groq", "context_window": 131072, "max_completion_tokens": 8192, "active": True},
        {"id": "gone", "active": False},
        {
            "id": "mistral",
            "name": "mistral",
            "max_context_length": 40000,
            "capabilities": {"completion_chat": True, "function_calling": True, "vision": False},
        },
        {"id": "embedder", "capabilities": {"completion_chat": False}},
    ]
    assert models_of({"data": entries}) == [
        ModelInfo("groq", context_tokens=131072, max_output_tokens=8192),
        ModelInfo("mistral", context_tokens=40000, vision=False, tools=True),
        ModelInfo("vllm", context_tokens=32768),
    ]


@pytest.mark.parametrize("value", [None, 3, "x", {}, {"data": None}, {"data": [None, 1, {"id": 5}, {"id": ""}, {"x": 1}]}])
def test_a_list_that_makes_no_sense_is_empty(value: object) -> None:
    assert models_of(value) == []


def test_a_bare_list_is_a_list() -> None:
    assert models_of([{"id": "m"}]) == [ModelInfo("m")]


@needs_corpus
def test_openrouter_tells_all() -> None:
    found = {model.name: model for model in models_of(orjson.loads(body_of("simonw__test_llm_models")))}
    parameters = ("include_reasoning", "max_tokens", "reasoning", "stop", "temperature", "tool_choice", "tools", "top_k", "top_p")
    assert found["anthropic/claude-sonnet-4"] == ModelInfo(
        "anthropic/claude-sonnet-4", "Anthropic: Claude Sonnet 4", 1_000_000, 64_000, True, True, True, parameters
    )


async def listed(script: Script) -> list[ModelInfo]:
    async with FaultServer(script) as server:
        gateway = OpenAiSpeaker().gateway(server.url)
        try:
            return await gateway.list_models()
        finally:
            await gateway.close()


async def test_lists_over_http() -> None:
    assert await listed(json_answer({"data": [{"id": "b"}, {"id": "a"}]})) == [ModelInfo("a"), ModelInfo("b")]


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (json_answer({"error": {"message": "no"}}, 401), errors.UpstreamAuthError),
        (answer(b"<html>", content_type="text/html"), errors.UpstreamProtocolError),
        (json_answer({}, 500), errors.UpstreamUnavailableError),
    ],
)
async def test_lists_fail_like_answers(script: Script, kind: type[errors.UpstreamError]) -> None:
    with pytest.raises(kind):
        await listed(script)


class TestOllama:
    async def test_asks_for_what_each_model_can(self) -> None:
        tags = json_answer({"models": [{"model": "qwen3:8b"}, {"model": "nomic-embed-text:latest"}]})
        qwen = json_answer(
            {"capabilities": ["completion", "tools", "thinking"], "model_info": {"qwen3.context_length": 40960, "qwen3.block_count": 36}}
        )
        embed = json_answer({"capabilities": ["embedding"], "model_info": {}})
        async with FaultServer(tags, qwen, embed) as server:
            gateway = OllamaSpeaker().gateway(server.url)
            found = await gateway.list_models()
            await gateway.close()
            shown = [request.path for request in server.received]
        assert found == [ModelInfo("qwen3:8b", context_tokens=40960, vision=False, tools=True, reasoning=True)]
        assert shown == ["/api/tags", "/api/show", "/api/show"]

    async def test_an_old_server_that_tells_nothing(self) -> None:
        tags = json_answer({"models": [{"model": "llama2"}, {"model": "mxbai-embed-large"}]})
        async with FaultServer(tags, json_answer({"error": "?"}, 404)) as server:
            gateway = OllamaSpeaker().gateway(server.url)
            assert await gateway.list_models() == [ModelInfo("llama2")]
            await gateway.close()


class TestVendors:
    async def _listed(self, provider: str, script: Script, path: str = "") -> tuple[list[ModelInfo], FaultServer]:
        async with FaultServer(script) as server:
            config = ProviderConfig(provider, provider, ProviderKind.LITELLM, server.url + path, SecretStr(KEY))
            return await list_vendor_models(config), server

    async def test_anthropic(self) -> None:
        entry = {"type": "model", "id": "claude-sonnet-4-5", "display_name": "Claude Sonnet 4.5"}
        found, server = await self._listed("anthropic", json_answer({"data": [entry], "has_more": False}))
        assert found == [ModelInfo("claude-sonnet-4-5", "Claude Sonnet 4.5", vision=True, tools=True)]
        assert (server.received[0].headers["x-api-key"], server.received[0].headers["anthropic-version"]) == (KEY, "2023-06-01")

    async def test_cohere_beside_its_compatible_address(self) -> None:
        entry = {"name": "command-a-03-2025", "context_length": 288000, "features": ["tools", "json_mode"]}
        found, server = await self._listed("cohere", json_answer({"models": [entry]}), "/compatibility/v1")
        assert found == [ModelInfo("command-a-03-2025", context_tokens=288000, tools=True)]
        assert server.received[0].path.startswith("/v1/models?")

    @needs_corpus
    async def test_gemini(self) -> None:
        found, server = await self._listed("gemini", recording("simonw__test_cli_gemini_models"))
        models = {model.name: model for model in found}
        assert models["gemini-2.5-flash"] == ModelInfo("gemini-2.5-flash", "Gemini 2.5 Flash", 1048576, 65536, reasoning=True)
        assert not [name for name in models if "embedding" in name or "veo" in name or "imagen" in name or "-tts" in name]
        assert KEY not in server.received[0].path

    async def test_a_vendor_without_a_list(self) -> None:
        found, _ = await self._listed("unheard-of", json_answer({}))
        assert found == []


class TestAzure:
    """What is called a model there is a deployment."""

    @staticmethod
    def gateway(url: str, **options: str) -> AzureOpenAiGateway:
        config = ProviderConfig(
            "azure", "Azure", ProviderKind.OPENAI_COMPATIBLE, url, SecretStr(KEY), options=tuple({"api_version": "v1", **options}.items())
        )
        return AzureOpenAiGateway(config)

    async def test_lists_deployments_with_the_models_behind_them(self) -> None:
        entries = [
            {"id": "fast", "model": "gpt-4o-mini", "status": "succeeded"},
            {"id": "vectors", "model": "text-embedding-3-large", "status": "succeeded"},
            {"id": "coming", "model": "gpt-4o", "status": "running"},
        ]
        async with FaultServer(json_answer({"data": entries})) as server:
            gateway = self.gateway(f"{server.url}/openai/deployments/fast")
            found = await gateway.list_models()
            await gateway.close()
            asked = server.received[0]
        assert found == [ModelInfo("fast", label="fast", base="gpt-4o-mini")]
        assert asked.path == "/openai/deployments?api-version=2023-03-15-preview"
        assert (asked.headers["api-key"], "authorization" in asked.headers) == (KEY, False)

    async def test_takes_those_that_were_named_once_the_key_is_right(self) -> None:
        async with FaultServer(json_answer({"data": []})) as server:
            gateway = self.gateway(server.url, deployments="fast = gpt-5-mini, smart")
            found = await gateway.list_models()
            await gateway.close()
            assert server.received[0].path.startswith("/openai/models?")
        assert found == [ModelInfo("fast", label="fast", base="gpt-5-mini"), ModelInfo("smart", label="smart")]


class TestBedrock:
    MODELS = json_answer(
        {
            "modelSummaries": [
                {
                    "modelId": "amazon.nova-lite-v1:0",
                    "modelName": "Nova Lite",
                    "inputModalities": ["TEXT", "IMAGE"],
                    "inferenceTypesSupported": ["ON_DEMAND"],
                },
                {
                    "modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0",
                    "modelName": "Claude Sonnet 4.5",
                    "inputModalities": ["TEXT", "IMAGE"],
                    "inferenceTypesSupported": ["INFERENCE_PROFILE"],
                },
                {"modelId": "meta.llama-offline", "inferenceTypesSupported": ["ON_DEMAND"], "responseStreamingSupported": False},
            ]
        }
    )
    PROFILES = json_answer(
        {
            "inferenceProfileSummaries": [
                {
                    "inferenceProfileId": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                    "inferenceProfileName": "EU Claude Sonnet 4.5",
                    "status": "ACTIVE",
                    "models": [{"modelArn": "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"}],
                },
                {"inferenceProfileId": "eu.some.embedding", "status": "ACTIVE", "models": [{"modelArn": "arn:x/some.embedding"}]},
            ]
        }
    )

    async def _listed(self, **options: str) -> tuple[list[ModelInfo], FaultServer]:
        async with FaultServer(self.MODELS, self.PROFILES) as server:
            chosen = tuple({"region": "eu-central-1", **options}.items())
            config = ProviderConfig("bedrock", "Bedrock", ProviderKind.LITELLM, server.url, SecretStr(KEY), options=chosen)
            return await list_bedrock_models(config), server

    async def test_lists_what_answers_here_and_through_profiles(self) -> None:
        found, server = await self._listed()
        assert found == [
            ModelInfo("amazon.nova-lite-v1:0", "Nova Lite", vision=True),
            ModelInfo("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "EU Claude Sonnet 4.5", vision=True),
        ]
        assert [request.headers["authorization"] for request in server.received] == [f"Bearer {KEY}"] * 2

    async def test_an_access_key_signs_and_stays_here(self) -> None:
        _, server = await self._listed(access_key_id="AKIAIOSFODNN7EXAMPLE")
        for request in server.received:
            assert request.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/")
            assert "/eu-central-1/bedrock/aws4_request" in request.headers["authorization"]
            assert KEY not in repr(request)
