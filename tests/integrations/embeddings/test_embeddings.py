"""Texts become vectors in a process of ours, with a real small model; without one there is a reason to show."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.embeddings.configured import configured_embeddings
from chat_app.integrations.embeddings.local import MISSING, UNKNOWN, LocalEmbedder, LocalEmbeddings, Reason
from chat_app.integrations.embeddings.packing import packed, unpacked
from chat_app.integrations.embeddings.texts import OVERLAP, mean, windows, with_prefix
from tests.models import MODEL, needs_model


@pytest.fixture
async def embedder(tmp_path: Path) -> AsyncIterator[LocalEmbedder]:
    embeddings = LocalEmbeddings("", MODEL, tmp_path)
    made = await embeddings.embedder()
    assert made, embeddings.reason
    yield made
    await embeddings.close()


def cosine(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


@needs_model
async def test_texts_of_like_meaning_have_like_vectors(embedder: LocalEmbedder):
    assert (embedder.model, embedder.dimensions) == ("sentence-transformers/all-MiniLM-L6-v2", 384)
    dog, puppy, tax = await embedder.embed(["A dog plays in the garden.", "A puppy romps on the lawn.", "Value added tax is due in May."])
    (question,) = await embedder.embed(["Where does the dog play?"], "query")
    assert cosine(dog, dog) == pytest.approx(1.0, abs=1e-5)
    assert cosine(question, dog) > cosine(question, puppy) > cosine(question, tax)
    assert await embedder.embed([]) == []
    # What is found in bytes ranks as what went into them.
    assert cosine(unpacked(packed(dog)), puppy) == pytest.approx(cosine(dog, puppy), abs=1e-3)


@needs_model
async def test_the_end_of_a_long_text_counts(embedder: LocalEmbedder):
    filler = "The weather was mild and nothing happened for a long while. " * 60
    without, with_end = await embedder.embed([filler, filler + "Then a volcano erupted and lava flowed. " * 30])
    (question,) = await embedder.embed(["volcano eruption with lava"], "query")
    assert cosine(question, with_end) > cosine(question, without) + 0.1


@needs_model
async def test_a_query_goes_before_passages_and_its_process_may_die(embedder: LocalEmbedder):
    passages = asyncio.create_task(embedder.embed(["Passages wait for their turn in good order. " * 40] * 6))
    await asyncio.sleep(0.05)
    (first,) = await embedder.embed(["a question"], "query")
    assert not passages.done()
    assert embedder.pid
    os.kill(embedder.pid, signal.SIGKILL)
    vectors = await passages
    assert len(vectors) == 6
    assert cosine(first, (await embedder.embed(["a question"], "query"))[0]) == pytest.approx(1.0, abs=1e-4)


async def test_without_a_model_there_is_a_reason_and_nothing_is_fetched(tmp_path: Path):
    missing = LocalEmbeddings("", None, tmp_path / "models")
    assert await missing.embedder() is None
    assert missing.reason == Reason(MISSING, missing.model)
    assert missing.fetchable
    assert not (tmp_path / "models").exists() or not any(path.stat().st_size > 1_000 for path in (tmp_path / "models").rglob("*"))
    await missing.close()

    unknown = LocalEmbeddings("nobody/nothing", None, tmp_path / "models")
    assert await unknown.embedder() is None
    assert unknown.reason == Reason(UNKNOWN, "nobody/nothing")
    assert not unknown.fetchable
    await unknown.close()


async def test_a_model_is_fetched_once_it_was_found_missing_and_not_again_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    missing, fetched = LocalEmbeddings("", None, tmp_path), []

    async def fetch() -> bool:
        fetched.append(1)
        return False

    monkeypatch.setattr(missing, "fetch", fetch)
    assert not await missing.fetch_missing()
    assert not fetched, "nobody has looked for it yet"
    missing.reason = Reason(MISSING, missing.model)
    assert [await missing.fetch_missing(), await missing.fetch_missing(), len(fetched)] == [False, False, 1]

    given = LocalEmbeddings("", tmp_path, tmp_path)
    given.reason = Reason(MISSING, given.model)
    assert not given.fetchable
    assert await configured_embeddings(tmp_path, "none", None).embedder() is None


@given(st.integers(0, 2_000), st.integers(40, 512))
def test_windows_cover_a_text_without_gaps(tokens: int, size: int):
    offsets = [(2 * place, 2 * place + 1) for place in range(tokens)]
    parts = windows(offsets, size)
    assert all(count <= size for _, _, count in parts)
    assert sum(count for _, _, count in parts) >= tokens
    if tokens:
        assert (parts[0][0], parts[-1][1]) == (0, offsets[-1][1])
    for (_, end, _), (start, _, _) in pairwise(parts):
        assert end - start >= 2 * OVERLAP - 1


def test_models_get_the_words_that_they_were_taught_with():
    assert with_prefix("intfloat/multilingual-e5-large", "Bär", "query") == "query: Bär"
    assert with_prefix("intfloat/multilingual-e5-large", "Bär", "passage") == "passage: Bär"
    assert with_prefix("sentence-transformers/all-MiniLM-L6-v2", "Bär", "query") == "Bär"
    assert mean([[3.0, 0.0], [0.0, 1.0]], [1.0, 1.0]) == pytest.approx([0.5**0.5, 0.5**0.5])
    assert mean([[0.0, 0.0]], [1.0]) == [0.0, 0.0]
