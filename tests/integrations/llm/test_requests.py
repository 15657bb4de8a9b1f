"""Our request in the words of each provider."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from chat_app.integrations.llm import ollama_wire
from chat_app.integrations.llm.dialects import Dialect, dialect_of
from chat_app.integrations.llm.openai_request import request_body
from chat_app.integrations.llm.port import (
    ImagePart,
    LlmMessage,
    LlmRequest,
    ReasoningPart,
    Role,
    Sampling,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from chat_app.integrations.llm.providers import OPENAI_URL, ProviderConfig, ProviderKind

HELLO = (LlmMessage.of_text(Role.USER, "Hello"),)
SAMPLING = Sampling(max_tokens=9, temperature=0.5, top_p=0.9, stop=("END",), seed=7, reasoning_effort="low")


def dialect(provider: str, url: str = "http://x") -> Dialect:
    return dialect_of(ProviderConfig(provider, provider, ProviderKind.OPENAI_COMPATIBLE, url, SecretStr("k")))


def body(model: str, provider: str, sampling: Sampling = SAMPLING, messages: tuple[LlmMessage, ...] = HELLO) -> dict[str, Any]:
    return request_body(LlmRequest(model, messages, sampling), dialect(provider))


def test_plain_models_take_the_classic_parameters() -> None:
    assert body("gpt-4.1", "deepseek") == {
        "model": "gpt-4.1",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 9,
        "temperature": 0.5,
        "top_p": 0.9,
        "stop": ["END"],
        "seed": 7,
        "reasoning_effort": "low",
    }


@pytest.mark.parametrize("model", ["o3", "o4-mini", "gpt-5", "gpt-5.1-mini", "openai/gpt-5", "gpt-6-sol"])
def test_reasoning_models_of_openai_take_the_new_ones(model: str) -> None:
    sent = body(model, "openrouter")
    assert sent["max_completion_tokens"] == 9
    assert not {"max_tokens", "temperature", "top_p"} & set(sent)


@pytest.mark.parametrize("model", ["gpt-5-chat-latest", "gpt-4o", "olmo-2", "solar-o3d"])
def test_other_models_do_not(model: str) -> None:
    assert body(model, "openrouter")["max_tokens"] == 9


MORE = Sampling(top_k=5, frequency_penalty=0.5, presence_penalty=-0.5, verbosity="low", json_mode=True)


def test_the_rarer_parameters() -> None:
    sent = body("some-model", "openrouter", MORE)
    assert (sent["top_k"], sent["frequency_penalty"], sent["presence_penalty"], sent["verbosity"]) == (5, 0.5, -0.5, "low")
    assert sent["response_format"] == {"type": "json_object"}


def test_reasoning_models_take_no_penalties() -> None:
    assert not {"frequency_penalty", "presence_penalty"} & set(body("gpt-5", "openai", MORE))
    assert body("gpt-5", "openai", MORE)["verbosity"] == "low"


def test_ollama_takes_them_as_options() -> None:
    sent = ollama_wire.request_body(LlmRequest("qwen3", HELLO, MORE))
    assert sent["options"] == {"top_k": 5, "frequency_penalty": 0.5, "presence_penalty": -0.5}
    assert sent["format"] == "json"


def test_what_is_not_set_is_not_sent() -> None:
    assert set(body("m", "deepseek", Sampling())) == {"model", "messages", "stream", "stream_options"}


@pytest.mark.parametrize("provider", ["mistral", "cohere"])
def test_some_refuse_to_be_asked_for_usage(provider: str) -> None:
    assert "stream_options" not in body("m", provider)


def test_dialects() -> None:
    assert body("m", "mistral")["random_seed"] == 7
    assert body("m", "openrouter")["reasoning"] == {"effort": "low"}
    assert not dialect("openai", OPENAI_URL).think_tags
    assert dialect("openai", "http://localhost:1234/v1").think_tags


def test_reasoning_goes_back_to_deepseek_with_tool_results_only() -> None:
    thought = ReasoningPart("Hm.")
    plain = (LlmMessage(Role.ASSISTANT, (thought, TextPart("Yes."))),)
    calling = (LlmMessage(Role.ASSISTANT, (thought, ToolCallPart("t", "f", "{}"))), LlmMessage(Role.TOOL, (ToolResultPart("t", "1"),)))
    assert body("m", "deepseek", messages=plain)["messages"] == [{"role": "assistant", "content": "Yes."}]
    call, result = body("m", "deepseek", messages=calling)["messages"]
    assert call["reasoning_content"] == "Hm."
    assert result == {"role": "tool", "tool_call_id": "t", "content": "1"}
    assert "reasoning_content" not in body("m", "groq", messages=calling)["messages"][0]


def test_images_travel_inside_the_request() -> None:
    messages = (LlmMessage(Role.USER, (TextPart("What?"), ImagePart("image/png", b"\x89PNG"))),)
    assert body("m", "groq", messages=messages)["messages"][0]["content"] == [
        {"type": "text", "text": "What?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
    ]
    assert ollama_wire.request_body(LlmRequest("m", messages))["messages"] == [{"role": "user", "content": "What?", "images": ["iVBORw=="]}]


def test_ollama_takes_options_and_names_of_tools() -> None:
    messages = (
        LlmMessage(Role.ASSISTANT, (ToolCallPart("t", "look", '{"at": 1}'),)),
        LlmMessage(Role.TOOL, (ToolResultPart("t", "a cat"),)),
    )
    sent = ollama_wire.request_body(LlmRequest("qwen3", messages, SAMPLING))
    assert sent["options"] == {"num_predict": 9, "temperature": 0.5, "top_p": 0.9, "stop": ["END"], "seed": 7}
    assert sent["messages"][0]["tool_calls"] == [{"function": {"name": "look", "arguments": {"at": 1}}}]
    assert sent["messages"][1] == {"role": "tool", "content": "a cat", "tool_name": "look"}


@pytest.mark.parametrize(
    ("model", "effort", "think"),
    [("qwen3", "none", False), ("qwen3", "high", True), ("gpt-oss:20b", "high", "high"), ("gpt-oss:20b", "minimal", "low")],
)
def test_ollama_thinks_as_asked(model: str, effort: str, think: object) -> None:
    assert ollama_wire.request_body(LlmRequest(model, HELLO, Sampling(reasoning_effort=effort)))["think"] == think


def test_ollama_is_not_asked_to_think_by_default() -> None:
    assert "think" not in ollama_wire.request_body(LlmRequest("llama3.2", HELLO))


def test_openrouter_is_told_which_hosts_may_read_it() -> None:
    sent = body(
        "some-model", "openrouter", Sampling(no_training=True, zero_retention=True, provider_sort="price", min_p=0.1, repeat_penalty=1.1)
    )
    assert sent["provider"] == {"data_collection": "deny", "zdr": True, "sort": "price"}
    assert (sent["min_p"], sent["repetition_penalty"]) == (0.1, 1.1)
    assert "provider" not in body("some-model", "openrouter")
    assert "provider" not in body("some-model", "openai", Sampling(no_training=True))


def test_a_tier_of_service() -> None:
    assert body("gpt-5.4", "openai", Sampling(service_tier="flex"))["service_tier"] == "flex"


def test_a_deployment_takes_the_new_limit_whatever_it_is_called() -> None:
    assert body("my-own-name", "azure")["max_completion_tokens"] == 9


@pytest.mark.parametrize(("minutes", "said"), [(5, "5m"), (0, 0), (-1, -1)])
def test_how_long_ollama_keeps_a_model(minutes: int, said: str | int) -> None:
    sent = ollama_wire.request_body(LlmRequest("m", HELLO, Sampling(keep_alive=minutes, num_ctx=8_192, min_p=0.1, repeat_penalty=1.2)))
    assert sent["keep_alive"] == said
    assert sent["options"] == {"min_p": 0.1, "repeat_penalty": 1.2, "num_ctx": 8_192}


TALK = (
    LlmMessage.of_text(Role.SYSTEM, "Be brief."),
    LlmMessage.of_text(Role.USER, "One"),
    LlmMessage.of_text(Role.ASSISTANT, "1"),
    LlmMessage.of_text(Role.USER, "Two"),
    LlmMessage.of_text(Role.ASSISTANT, "2"),
    LlmMessage(Role.USER, (TextPart("Three"), ImagePart("image/png", b"x"))),
)


def test_what_is_worth_keeping_is_marked_up_to_the_last_questions() -> None:
    sent = body("anthropic/claude-sonnet-4.5", "openrouter", Sampling(prompt_cache="hour"), TALK)["messages"]
    mark = {"type": "ephemeral", "ttl": "1h"}
    assert [number for number, wire in enumerate(sent) if "cache_control" in str(wire)] == [0, 3, 5]
    assert sent[0]["content"] == [{"type": "text", "text": "Be brief.", "cache_control": mark}]
    assert [part.get("cache_control") for part in sent[5]["content"]] == [None, mark]


def test_nothing_is_marked_unasked_or_where_nobody_reads_it() -> None:
    for provider, sampling in (
        ("openrouter", Sampling()),
        ("openrouter", Sampling(prompt_cache="off")),
        ("openai", Sampling(prompt_cache="hour")),
    ):
        assert "cache_control" not in str(body("m", provider, sampling, TALK))
