"""The adapter for Ollama's own protocol."""

from __future__ import annotations

from chat_app.errors import UpstreamInvalidRequestError
from tests.fakes.fault_server import FaultServer, answer, json_answer
from tests.integrations.llm.contract import GatewayContract, broken, events_of, reasoning_of, text_of
from tests.integrations.llm.speakers import OllamaSpeaker, Said


class TestContract(GatewayContract):
    speaker = OllamaSpeaker()


async def test_a_model_that_is_not_there_has_its_own_sentence() -> None:
    async with FaultServer(json_answer({"error": "model 'a-model' not found"}, 404)) as server:
        _, error = await broken(OllamaSpeaker().gateway(server.url))
    assert isinstance(error, UpstreamInvalidRequestError)
    assert (error.key, error.params) == ("provider.not_pulled", {"provider": "Ollama", "model": "a-model"})


async def test_think_tags_of_old_models_are_reasoning() -> None:
    async with FaultServer(OllamaSpeaker().says(Said(texts=("<thi", "nk>Hm.</th", "ink>\n\nYes.")))) as server:
        events = await events_of(OllamaSpeaker().gateway(server.url))
    assert (reasoning_of(events), text_of(events)) == ("Hm.", "Yes.")


async def test_garbage_between_lines_is_skipped() -> None:
    lines = b'{"message":{"content":"a"}}\n{oops\n\n[1]\n{"message":{"content":"b","tool_calls":7}}\n{"message":{},"done":true}\n'
    async with FaultServer(answer(lines)) as server:
        assert text_of(await events_of(OllamaSpeaker().gateway(server.url))) == "ab"
