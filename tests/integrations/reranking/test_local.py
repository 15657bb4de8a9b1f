"""A cross-encoder out of a folder scores passages, in the process that embeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat_app.integrations.embeddings.configured import NONE, configured_embeddings
from chat_app.integrations.embeddings.local import LocalEmbeddings
from chat_app.integrations.reranking.local import AT_ONCE, configured_reranker
from chat_app.integrations.reranking.port import RerankerUnavailableError
from tests.integrations.reranking.small_model import write_model
from tests.models import MODEL, needs_model

PASSAGES = ["bad", "good", "fitting words", "good and fitting", "nothing", "x" * 20_000]


async def test_passages_are_scored_one_by_one(tmp_path: Path):
    folder = write_model(tmp_path / "small")
    reranker = configured_reranker(folder, configured_embeddings(tmp_path, NONE, None, folder))
    assert reranker
    assert reranker.model == "small"
    assert len(PASSAGES) > AT_ONCE
    assert await reranker.scores("a question", PASSAGES) == [2.0, 5.0, 9.0, 9.0, 2.0, 2.0]
    assert await reranker.scores("a question", []) == []
    await reranker.close()
    assert await reranker.scores("good", ["bad"]) == [5.0]
    await reranker.close()


@needs_model
async def test_one_process_has_both_models(tmp_path: Path):
    embeddings = configured_embeddings(tmp_path, "", MODEL, write_model(tmp_path / "small"))
    assert isinstance(embeddings, LocalEmbeddings)
    reranker = configured_reranker(tmp_path / "small", embeddings)
    assert reranker
    assert await reranker.scores("a question", ["fitting"]) == [9.0]
    embedder = await embeddings.embedder()
    assert embedder
    pid = embedder.pid
    assert len((await embedder.embed(["a text"]))[0]) == 384
    assert await reranker.scores("a question", ["good"]) == [5.0]
    assert embedder.pid == pid
    await embeddings.close()


async def test_a_folder_without_a_model_says_so(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    reranker = configured_reranker(tmp_path / "empty", None)
    assert reranker
    with pytest.raises(RerankerUnavailableError, match=r"model\.onnx"):
        await reranker.scores("a question", ["a passage"])
    write_model(tmp_path / "broken")
    (tmp_path / "broken" / "onnx" / "model.onnx").write_bytes(b"no model")
    broken = configured_reranker(tmp_path / "broken", None)
    assert broken
    with pytest.raises(RerankerUnavailableError):
        await broken.scores("a question", ["a passage"])
    await reranker.close()
    await broken.close()


def test_without_a_folder_there_is_none():
    assert configured_reranker(None, None) is None
