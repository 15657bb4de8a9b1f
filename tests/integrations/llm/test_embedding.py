"""What counts as vectors for texts, and what becomes of failures."""

from __future__ import annotations

import pytest

from chat_app.errors import UpstreamAuthError, UpstreamError, UpstreamProtocolError, UpstreamUnavailableError
from chat_app.integrations.llm.embedding import ollama_embeddings, openai_embeddings
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, TokenUsage
from chat_app.integrations.llm.retrying import RetryingGateway
from tests.fakes.fault_server import FaultServer, json_answer
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.integrations.llm.speakers import OllamaSpeaker, OpenAiByLiteLlmSpeaker, OpenAiSpeaker, Speaker

ASKED = EmbedRequest("m", ("one", "two"))


def test_vectors_come_in_the_order_of_the_texts() -> None:
    data = [{"index": 1, "embedding": [0, 1]}, {"index": 0, "embedding": [1, 0.5]}]
    assert openai_embeddings({"data": data, "usage": {"prompt_tokens": 7}}, 2) == Embeddings(((1.0, 0.5), (0.0, 1.0)), TokenUsage(input=7))


@pytest.mark.parametrize(
    "vectors", [[], [[1.0]], [[1.0], [1.0, 2.0]], [[], []], [[1.0], ["x"]], [[1.0], None], [[1.0], [float("nan")]], [[1.0], [2.0], [3.0]]]
)
def test_anything_else_is_no_answer(vectors: list[object]) -> None:
    assert ollama_embeddings({"embeddings": vectors}, 2) is None
    assert openai_embeddings({"data": [{"index": place, "embedding": each} for place, each in enumerate(vectors)]}, 2) is None


@pytest.mark.parametrize("speaker", [OllamaSpeaker(), OpenAiSpeaker(), OpenAiByLiteLlmSpeaker()], ids=["ollama", "openai", "litellm"])
async def test_a_vector_too_few_is_refused(speaker: Speaker) -> None:
    answer = {"object": "list", "model": "m", "data": [{"object": "embedding", "index": 0, "embedding": [1.0]}], "embeddings": [[1.0]]}
    async with FaultServer(json_answer(answer | {"usage": {"prompt_tokens": 1, "total_tokens": 1}})) as server:
        gateway = speaker.gateway(server.url)
        with pytest.raises(UpstreamProtocolError):
            await gateway.embed(ASKED)
        await gateway.close()


class Failing(ScriptedGateway):
    """Fails as often as there are errors."""

    def __init__(self, *problems: UpstreamError) -> None:
        super().__init__()
        self.problems = list(problems)

    async def embed(self, request: EmbedRequest) -> Embeddings:
        found = await super().embed(request)
        if self.problems:
            raise self.problems.pop(0)
        return found


async def no_pause(_seconds: float) -> None:
    """Goes on at once."""


@pytest.mark.parametrize(
    ("problems", "asked", "fails"),
    [((UpstreamUnavailableError(),) * 2, 3, False), ((UpstreamUnavailableError(),) * 3, 3, True), ((UpstreamAuthError(),), 1, True)],
)
async def test_is_asked_again_where_that_may_help(problems: tuple[UpstreamError, ...], asked: int, fails: bool) -> None:
    inner = Failing(*problems)
    gateway = RetryingGateway(inner, sleep=no_pause)
    if fails:
        with pytest.raises(type(problems[0])):
            await gateway.embed(ASKED)
    else:
        assert (await gateway.embed(ASKED)).vectors == ((3.0,), (3.0,))
    assert len(inner.embedded) == asked
