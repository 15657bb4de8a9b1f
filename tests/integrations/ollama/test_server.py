"""The adapter that looks after an Ollama server, and the fake of that server against Ollama's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager

import ollama
import pytest

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.connection import Timeouts
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.integrations.ollama.failures import problem_of
from chat_app.integrations.ollama.port import PullStep
from chat_app.integrations.ollama.server import OllamaServer
from chat_app.integrations.ollama.wire import moment, pull_step
from tests.fakes.fault_server import FaultServer, answer, json_answer
from tests.fakes.ollama_server import NO_NETWORK, NO_SPACE, TOO_OLD, UNKNOWN, OllamaFake, ollama_server, vector_of
from tests.waiting import eventually

CHAT, VISION, EMBED = "llama3.2:1b", "qwen2.5vl:3b", "nomic-embed-text:latest"


@pytest.fixture
def fake() -> Iterator[OllamaFake]:
    with ollama_server(CHAT, VISION, EMBED) as server:
        yield server


@asynccontextmanager
async def adapter(url: str) -> AsyncIterator[OllamaServer]:
    config = ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, url)
    made = OllamaServer(config, timeouts=Timeouts(connect=1, idle=2, slow=5))
    yield made
    await made.close()


@pytest.fixture
async def server(fake: OllamaFake) -> AsyncIterator[OllamaServer]:
    async with adapter(fake.url) as made:
        yield made


async def steps_of(server: OllamaServer, name: str) -> list[PullStep]:
    async with aclosing(server.pull(name)) as steps:  # pyright: ignore[reportArgumentType]
        return [step async for step in steps]


async def failure_of(server: OllamaServer, name: str) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        await steps_of(server, name)
    return caught.value


class TestLooking:
    async def test_version(self, server: OllamaServer) -> None:
        assert await server.version() == "0.12.6"

    async def test_models_with_what_they_are_and_can(self, server: OllamaServer) -> None:
        models = {model.name: model for model in await server.models()}
        assert list(models) == [CHAT, EMBED, VISION]
        found = models[VISION]
        assert (found.size, found.family, found.parameters, found.quantisation) == (20_000_000, "qwen25vl", "3.8B", "Q4_K_M")
        assert (found.capabilities, found.context_tokens) == ({"chat", "vision"}, 128_000)
        assert models[CHAT].capabilities == {"chat", "tools"}
        assert models[EMBED].capabilities == {"embedding"}
        assert found.modified_at
        assert found.modified_at.year == 2026

    async def test_servers_that_name_no_capabilities_are_guessed_at(self, fake: OllamaFake, server: OllamaServer) -> None:
        fake.names_capabilities = False
        found = {model.name: model.capabilities for model in await server.models()}
        assert found == {CHAT: {"chat"}, VISION: {"chat", "vision"}, EMBED: {"embedding"}}

    async def test_a_model_is_asked_about_once_as_long_as_it_is_the_same(self, fake: OllamaFake, server: OllamaServer) -> None:
        assert await server.models() == await server.models()
        assert len(fake.asked("/api/show")) == 3

    async def test_running_models_with_their_memory(self, fake: OllamaFake, server: OllamaServer) -> None:
        fake.load(CHAT)
        fake.load(EMBED, forever=True)
        first, second = await server.running()
        assert (first.name, first.size, first.size_vram, first.context_tokens) == (CHAT, 20_009_580, 10_004_790, 4096)
        assert first.expires_at is not None
        assert second.expires_at is None

    async def test_show(self, server: OllamaServer) -> None:
        shown = await server.show(CHAT)
        assert (shown.format, shown.context_tokens, shown.embedding_length, shown.license) == ("gguf", 131_072, 8, "A licence.\n")
        with pytest.raises(UpstreamError) as caught:
            await server.show("nothing:1b")
        assert caught.value.key == "ollama_errors.unknown_model"

    async def test_something_else_at_the_address_is_told_from_an_ollama_server(self) -> None:
        async with FaultServer(json_answer({"hello": "there"}, 200)) as other, adapter(other.url) as server:
            with pytest.raises(UpstreamError) as caught:
                await server.version()
        assert caught.value.key == "error.upstream_protocol"


class TestPull:
    async def test_layers_count_up_to_their_size(self, fake: OllamaFake, server: OllamaServer) -> None:
        steps = await steps_of(server, "llama3.2:3b")
        by_layer: dict[str, list[PullStep]] = {}
        for step in steps:
            if step.layer:
                by_layer.setdefault(step.layer, []).append(step)
        assert [found[-1].done for found in by_layer.values()] == [found[-1].total for found in by_layer.values()] == [30_000_000, 1_400]
        assert all(found == sorted(found, key=lambda step: step.done) for found in by_layer.values())
        assert [step.phase for step in steps if not step.layer] == ["asking", "checking", "writing", "done"]
        assert "llama3.2:3b" in fake.models

    async def test_who_stops_reading_stops_the_pull_and_the_next_goes_on(self, fake: OllamaFake, server: OllamaServer) -> None:
        fake.pause = 0.005
        async with aclosing(server.pull("llama3.2:3b")) as steps:  # pyright: ignore[reportArgumentType]
            async for step in steps:
                if step.done >= 3_000_000:
                    break
        await eventually(lambda: fake.pulling == 0)
        kept = next(iter(fake.layers.values()))
        assert 3_000_000 <= kept < 30_000_000
        fake.pause = 0
        again = await steps_of(server, "llama3.2:3b")
        assert next(step.done for step in again if step.done) == kept

    @pytest.mark.parametrize(
        ("said", "key"),
        [
            (NO_SPACE, "ollama_errors.no_space"),
            (NO_NETWORK, "ollama_errors.no_network"),
            (TOO_OLD, "ollama_errors.too_old"),
            ("digest mismatch, file must be downloaded again: want a, got b", "ollama_errors.broken_layer"),
            ("mkdir /models/blobs: permission denied", "ollama_errors.no_rights"),
            ("something new", "ollama_errors.failed"),
        ],
    )
    async def test_what_goes_wrong_has_a_sentence(self, fake: OllamaFake, server: OllamaServer, said: str, key: str) -> None:
        fake.fail = said
        error = await failure_of(server, "llama3.2:3b")
        assert (error.key, error.params) == (key, {"provider": "Ollama", "model": "llama3.2:3b"})

    async def test_an_unknown_model(self, server: OllamaServer) -> None:
        assert (await failure_of(server, "nothing:1b")).key == "ollama_errors.unknown_model"

    async def test_a_server_that_goes_away(self, fake: OllamaFake, server: OllamaServer) -> None:
        fake.cut = True
        assert (await failure_of(server, "llama3.2:3b")).key == "error.upstream_unavailable"

    async def test_an_end_without_success_is_no_success(self) -> None:
        async with FaultServer(answer(b'{"status":"pulling manifest"}\n')) as other, adapter(other.url) as server:
            assert (await failure_of(server, CHAT)).key == "error.upstream_unavailable"

    async def test_a_server_that_is_not_there(self) -> None:
        async with adapter("http://127.0.0.1:9") as server:
            assert (await failure_of(server, CHAT)).key == "error.upstream_unavailable"

    @pytest.mark.parametrize("name", ["../secret", "a//b", "http://evil/x", "", "x" * 300, "a\nb"])
    async def test_names_that_point_elsewhere_are_never_sent(self, fake: OllamaFake, server: OllamaServer, name: str) -> None:
        assert (await failure_of(server, name)).key == "provider.no_model"
        assert fake.requests == []


class TestActs:
    async def test_delete(self, fake: OllamaFake, server: OllamaServer) -> None:
        await server.delete(CHAT)
        assert CHAT not in fake.models
        with pytest.raises(UpstreamError) as caught:
            await server.delete(CHAT)
        assert caught.value.key == "ollama_errors.unknown_model"

    async def test_unload(self, fake: OllamaFake, server: OllamaServer) -> None:
        fake.load(CHAT)
        await server.unload(CHAT)
        assert fake.loaded == {}

    async def test_embed(self, server: OllamaServer) -> None:
        vectors = await server.embed(EMBED, ["one", "two"])
        assert vectors == [vector_of("one"), vector_of("two")]
        with pytest.raises(UpstreamError):
            await server.embed(CHAT, ["one"])

    async def test_vectors_that_are_none_are_refused(self) -> None:
        async with FaultServer(json_answer({"embeddings": [[1, "x"]]}, 200)) as other, adapter(other.url) as server:
            with pytest.raises(UpstreamError) as caught:
                await server.embed(EMBED, ["one"])
        assert caught.value.key == "error.upstream_protocol"


class TestWire:
    def test_moments(self) -> None:
        found = moment("2026-11-20T14:56:49.277302595-07:00")
        assert found
        assert found.microsecond == 277302
        assert moment("0001-01-01T00:00:00Z") is None
        assert moment("soon") is None
        assert moment(7) is None

    def test_more_done_than_there_is_counts_as_all(self) -> None:
        assert pull_step({"status": "pulling aabbccddeeff", "completed": 9, "total": 5}) == PullStep("loading", "aabbccddeeff", 5, 5)

    def test_the_words_of_the_server_never_reach_a_person(self) -> None:
        error = problem_of(f"{UNKNOWN} at https://internal.lan", "Ollama", "m")
        assert "internal" not in str(error.params)
        assert "internal" in error.detail


class TestTheFakeSpeaksAsOllamaDoes:
    """With Ollama's own client: what the adapter is tested against is what real clients understand."""

    async def test_all_verbs(self, fake: OllamaFake) -> None:
        client = ollama.AsyncClient(host=fake.url)
        assert {each.model for each in (await client.list()).models} == {CHAT, VISION, EMBED}
        assert (await client.show(VISION)).capabilities == ["completion", "vision"]
        progress = [each async for each in await client.pull("llama3.2:3b", stream=True)]
        assert progress[-1].status == "success"
        assert max(each.completed or 0 for each in progress) == 30_000_000
        answer = await client.chat("llama3.2:3b", [{"role": "user", "content": "hello"}])
        assert answer.message.content == "llama3.2:3b heard: hello"
        assert [each.model for each in (await client.ps()).models] == ["llama3.2:3b"]
        assert list((await client.embed(EMBED, ["one"])).embeddings[0]) == vector_of("one")
        await client.generate("llama3.2:3b", keep_alive=0)
        assert "llama3.2:3b" not in fake.loaded
        assert (await client.delete("llama3.2:3b")).status == "success"
        with pytest.raises(ollama.ResponseError):
            await client.show("llama3.2:3b")
        with pytest.raises(ollama.ResponseError, match="file does not exist"):
            _ = [each async for each in await client.pull("nothing", stream=True)]
        await client._client.aclose()
