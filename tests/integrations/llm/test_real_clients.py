"""The official clients of Ollama and OpenAI and our adapters, on one server that is strict about both protocols.

Whatever one of them asks, the other asks the same; whatever one of them hears, the other hears the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import ollama
import openai
import orjson
import pytest

from chat_app.errors import UpstreamInvalidRequestError
from chat_app.integrations.llm.port import (
    EmbedRequest,
    Finished,
    FinishReason,
    ImagePart,
    LlmEvent,
    LlmMessage,
    LlmRequest,
    Role,
    Sampling,
    TextPart,
    TokenUsage,
    ToolCallPart,
    ToolResultPart,
    ToolSpec,
)
from tests.fakes.protocol_mind import CHAT_MODEL, CONTEXT, DIMENSIONS, EMBEDDING_MODEL, Asked, embedding_of
from tests.fakes.protocol_server import ProtocolServer, protocol_server
from tests.integrations.llm.contract import broken, calls_of, events_of, reasoning_of, text_of, usage_of
from tests.integrations.llm.ollama_words import for_ollama
from tests.integrations.llm.openai_words import for_openai
from tests.integrations.llm.speakers import KEY, OllamaSpeaker, OpenAiByLiteLlmSpeaker, OpenAiSpeaker, Speaker


@dataclass(frozen=True)
class Heard:
    """An answer, whoever heard it."""

    text: str
    reasoning: str
    calls: tuple[tuple[str, dict[str, object]], ...]
    usage: tuple[int, int]
    calls_tools: bool


PICTURE = b"\x89PNG and so on"
WEATHER = ToolSpec("weather", "Tells the weather.", {"type": "object", "properties": {"city": {"type": "string"}}})
CLOCK = ToolSpec("clock", "Tells the time.", {"type": "object", "properties": {}})
SYSTEM, HELLO = LlmMessage.of_text(Role.SYSTEM, "Be brief."), LlmMessage.of_text(Role.USER, "Grüße aus Köln 🙂")
USED = (
    LlmMessage(Role.ASSISTANT, (TextPart("I look."), ToolCallPart("call_0", "weather", '{"city": "Köln"}'))),
    LlmMessage(Role.TOOL, (ToolResultPart("call_0", "15 degrees"),)),
)
SEEN = LlmMessage(Role.USER, (TextPart("What is it?"), ImagePart("image/png", PICTURE), ImagePart("image/png", PICTURE[:5])))
SAMPLING = Sampling(max_tokens=64, temperature=0.5, top_p=0.9, seed=7, stop=("END",))

REQUESTS = {
    "chat": LlmRequest(CHAT_MODEL, (SYSTEM, HELLO)),
    "parameters": LlmRequest(CHAT_MODEL, (HELLO,), SAMPLING),
    "history": LlmRequest(CHAT_MODEL, (HELLO, LlmMessage.of_text(Role.ASSISTANT, "Hello."), HELLO)),
    "tools": LlmRequest(CHAT_MODEL, (HELLO,), tools=(WEATHER, CLOCK)),
    "results": LlmRequest(CHAT_MODEL, (HELLO, *USED), tools=(WEATHER,)),
    "images": LlmRequest(CHAT_MODEL, (SEEN,)),
    "json": LlmRequest(CHAT_MODEL, (HELLO,), Sampling(json_mode=True)),
    "thinking": LlmRequest(CHAT_MODEL, (HELLO,), Sampling(reasoning_effort="high")),
}


@pytest.fixture(scope="module")
def served() -> Iterator[ProtocolServer]:
    with protocol_server() as server:
        yield server


@pytest.fixture
def server(served: ProtocolServer) -> ProtocolServer:
    served.asked.clear()
    return served


@pytest.fixture
def their_ollama(server: ProtocolServer) -> Iterator[ollama.Client]:
    with closing(ollama.Client(server.url)) as client:
        yield client


@pytest.fixture
def their_openai(server: ProtocolServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=f"{server.url}/v1", max_retries=0) as client:
        yield client


def ours(events: list[LlmEvent]) -> Heard:
    usage, end = usage_of(events), events[-1]
    assert usage is not None
    assert isinstance(end, Finished)
    calls = tuple((call.name, orjson.loads(call.arguments)) for call in calls_of(events))
    return Heard(text_of(events), reasoning_of(events), calls, (usage.input, usage.output), end.reason is FinishReason.TOOL_CALLS)


def of_ollama(parts: list[ollama.ChatResponse]) -> Heard:
    last = parts[-1]
    calls = tuple((call.function.name, dict(call.function.arguments)) for part in parts for call in part.message.tool_calls or ())
    text = "".join(part.message.content or "" for part in parts)
    reasoning = "".join(part.message.thinking or "" for part in parts)
    assert (last.done, last.done_reason) == (True, "stop")
    return Heard(text, reasoning, calls, (last.prompt_eval_count or 0, last.eval_count or 0), bool(calls))


def of_openai(chat: openai.types.chat.ChatCompletion) -> Heard:
    choice, usage = chat.choices[0], chat.usage
    assert usage is not None
    calls = tuple((call.function.name, orjson.loads(call.function.arguments)) for call in choice.message.tool_calls or ())
    reasoning = (choice.message.model_extra or {}).get("reasoning_content") or ""
    counts = (usage.prompt_tokens, usage.completion_tokens)
    return Heard(choice.message.content or "", reasoning, calls, counts, choice.finish_reason == "tool_calls")


def of_openai_stream(chunks: list[openai.types.chat.ChatCompletionChunk]) -> Heard:
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    names: dict[int, str] = {}
    written: dict[int, str] = {}
    for part in (part for delta in deltas for part in delta.tool_calls or ()):
        names[part.index] = names.get(part.index, "") + (part.function.name or "")
        written[part.index] = written.get(part.index, "") + (part.function.arguments or "")
    usage, end = chunks[-1].usage, next(chunk.choices[0].finish_reason for chunk in reversed(chunks) if chunk.choices)
    text = "".join(delta.content or "" for delta in deltas)
    reasoning = "".join((delta.model_extra or {}).get("reasoning_content") or "" for delta in deltas)
    calls = tuple((name, orjson.loads(written[index])) for index, name in names.items())
    return Heard(text, reasoning, calls, (usage.prompt_tokens, usage.completion_tokens), end == "tool_calls")


def only(asked: list[Asked]) -> Asked:
    """What was asked, by all alike."""
    assert all(each == asked[0] for each in asked), asked
    return asked[0]


@pytest.mark.parametrize("name", REQUESTS)
async def test_ollama(server: ProtocolServer, their_ollama: ollama.Client, name: str) -> None:
    request = REQUESTS[name]
    whole = of_ollama([their_ollama.chat(**for_ollama(request))])
    streamed = of_ollama(list(their_ollama.chat(**for_ollama(request), stream=True)))
    heard = ours(await events_of(OllamaSpeaker().gateway(server.url), request))
    assert heard == streamed == whole
    assert len(server.asked) == 3
    only(server.asked)


@pytest.mark.parametrize("name", REQUESTS)
async def test_openai(server: ProtocolServer, their_openai: openai.OpenAI, name: str) -> None:
    request = REQUESTS[name]
    words = for_openai(request)
    whole = of_openai(their_openai.chat.completions.create(**words))
    streamed = of_openai_stream(list(their_openai.chat.completions.create(**words, stream=True, stream_options={"include_usage": True})))
    heard = ours(await events_of(OpenAiSpeaker().gateway(server.url), request))
    assert heard == streamed == whole
    assert len(server.asked) == 3
    only(server.asked)


async def test_both_protocols_say_the_same(server: ProtocolServer) -> None:
    for request in (REQUESTS[name] for name in REQUESTS if name != "parameters"):
        server.asked.clear()
        assert ours(await events_of(OllamaSpeaker().gateway(server.url), request)) == ours(
            await events_of(OpenAiSpeaker().gateway(server.url), request)
        )
        only(server.asked)


async def test_lists(server: ProtocolServer, their_ollama: ollama.Client) -> None:
    shown = {entry.model: their_ollama.show(entry.model or "") for entry in their_ollama.list().models}
    gateway = OllamaSpeaker().gateway(server.url)
    found = await gateway.list_models()
    await gateway.close()
    chats = [name for name, each in shown.items() if "completion" in (each.capabilities or ())]
    assert [model.name for model in found] == chats == [CHAT_MODEL]
    (model,), can = found, shown[CHAT_MODEL].capabilities or []
    assert (model.tools, model.vision, model.reasoning) == ("tools" in can, "vision" in can, "thinking" in can)
    assert model.context_tokens == (shown[CHAT_MODEL].modelinfo or {})["qwen3.context_length"] == CONTEXT


async def test_lists_of_openai(server: ProtocolServer, their_openai: openai.OpenAI) -> None:
    gateway = OpenAiSpeaker().gateway(server.url)
    found = [model.name for model in await gateway.list_models()]
    await gateway.close()
    assert sorted(entry.id for entry in their_openai.models.list()) == sorted([*found, EMBEDDING_MODEL])


def test_embeddings(their_ollama: ollama.Client, their_openai: openai.OpenAI) -> None:
    texts = ["Köln", "Bonn am Rhein"]
    whole = their_ollama.embed(EMBEDDING_MODEL, texts)
    coded = their_openai.embeddings.create(model=EMBEDDING_MODEL, input=texts)
    assert [len(each) for each in whole.embeddings] == [DIMENSIONS] * 2
    for number, text in enumerate(texts):
        assert whole.embeddings[number] == pytest.approx(embedding_of(text))
        assert coded.data[number].embedding == pytest.approx(embedding_of(text), abs=1e-6)


@pytest.mark.parametrize("speaker", [OllamaSpeaker(), OpenAiSpeaker(), OpenAiByLiteLlmSpeaker()], ids=["ollama", "openai", "litellm"])
async def test_vectors_through_the_adapters(server: ProtocolServer, speaker: Speaker) -> None:
    texts = ("Köln", "Bonn am Rhein")
    gateway = speaker.gateway(server.url)
    found = await gateway.embed(EmbedRequest(EMBEDDING_MODEL, texts))
    assert [list(vector) for vector in found.vectors] == [pytest.approx(embedding_of(text), abs=1e-6) for text in texts]
    assert found.usage == TokenUsage(input=4)
    with pytest.raises(UpstreamInvalidRequestError):
        await gateway.embed(EmbedRequest("absent", texts))
    await gateway.close()


async def test_a_model_that_is_not_there(server: ProtocolServer, their_ollama: ollama.Client, their_openai: openai.OpenAI) -> None:
    request = replace(REQUESTS["chat"], model="absent")
    with pytest.raises(ollama.ResponseError) as refused:
        their_ollama.chat(**for_ollama(request))
    with pytest.raises(openai.NotFoundError):
        their_openai.chat.completions.create(**for_openai(request))
    assert refused.value.status_code == 404
    for speaker, key in ((OllamaSpeaker(), "provider.not_pulled"), (OpenAiSpeaker(), "provider.no_model")):
        _, error = await broken(speaker.gateway(server.url), request)
        assert isinstance(error, UpstreamInvalidRequestError)
        assert error.key == key
