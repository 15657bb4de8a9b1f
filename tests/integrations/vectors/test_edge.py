"""The index in a process of its own: what dies, is killed or breaks loses nothing that was confirmed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.vectors import wire
from chat_app.integrations.vectors.edge_index import DEATHS
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.integrations.vectors.keeper import Keeper
from chat_app.integrations.vectors.port import IndexFilter, IndexUnavailableError, SparseVector
from chat_app.integrations.vectors.shelf import Shelf
from tests.integrations.vectors.killing import kill_and_look
from tests.integrations.vectors.points import DIMENSIONS, name, point
from tests.waiting import eventually

ANN = IndexFilter(owner="ann")
KILLS = int(os.environ.get("PARLEY_TEST_KILLS", "2"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")
async def test_what_was_confirmed_survives_a_kill_at_any_moment(tmp_path: Path):
    found = await kill_and_look(tmp_path, KILLS)
    assert (found.missing, found.back, found.torn, found.began_empty) == (set(), set(), set(), 0)
    assert found.confirmed > KILLS


async def test_an_index_whose_process_is_killed_answers_again(edge: EdgeIndexes):
    index = await edge.open("model", DIMENSIONS)
    await index.noted()
    await index.put([point(number) for number in range(200)])
    first = index.pid
    assert first
    os.kill(first, signal.SIGKILL)
    assert len(await index.search_sparse(SparseVector([1], [1.0]), ANN, 500)) == 200
    assert index.pid != first
    assert not index.to_fill


async def test_a_second_app_is_told_to_wait_and_breaks_nothing(edge: EdgeIndexes, tmp_path: Path):
    index = await edge.open("model", DIMENSIONS)
    await index.noted()
    await index.put([point(1)])
    with pytest.raises(IndexUnavailableError, match="another process"):
        await EdgeIndexes(tmp_path / "vectors", patience=0.0).open("model", DIMENSIONS)
    await edge.close()
    again = EdgeIndexes(tmp_path / "vectors")
    assert await (await again.open("model", DIMENSIONS)).count(ANN) == 1
    await again.close()


def keeper(folder: Path) -> tuple[Keeper, bool]:
    """A keeper in this process, and whether its shard began empty."""
    made = Keeper(Shelf(folder), DIMENSIONS)
    return made, made.answer(Message({"do": "open", "aside": False, "patience": 0.0})).head["to_fill"]


def test_nobody_reads_a_shard_that_another_still_writes(tmp_path: Path):
    first, _ = keeper(tmp_path / "model")
    first.answer(wire.put([point(1)], DIMENSIONS))
    with pytest.raises(BlockingIOError):
        keeper(tmp_path / "model")
    first.close()
    second, _ = keeper(tmp_path / "model")
    assert second.answer(Message({"do": "all"})).head["documents"] == {"d1": 1}
    second.close()


DAMAGE = {
    "note": "generation.json",
    "config": "shard/edge_config.json",
    "log": "shard/wal/open-*",
    "segment": "shard/segments/*/segment.json",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_broken_files_make_room_for_an_empty_shard(tmp_path: Path, damage: str):
    shelf = Shelf(tmp_path / "model")
    first, _ = keeper(shelf.folder)
    first.answer(wire.put([point(number) for number in range(10)], DIMENSIONS))
    first.answer(Message({"do": "flush"}))
    first.close()
    shelf.noted()
    for path in shelf.folder.glob(DAMAGE[damage]):
        path.write_bytes(random.Random(7).randbytes(path.stat().st_size))

    second, empty = keeper(shelf.folder)
    assert empty
    assert second.answer(Message({"do": "all"})).head == {"documents": {}}
    second.close()
    # Nobody has noted that it began empty: it says so again.
    third, empty = keeper(shelf.folder)
    assert empty
    third.close()
    shelf.noted()
    fourth, empty = keeper(shelf.folder)
    assert not empty
    fourth.close()
    # What was ours is gone with its people's passages; what may be somebody else's is left to them.
    assert {path.name for path in tmp_path.iterdir()} == {"model", "model.lock"} | ({"model.foreign1"} if damage == "note" else set())


async def test_files_that_end_their_process_again_and_again_make_room(edge: EdgeIndexes, monkeypatch: pytest.MonkeyPatch):
    index = await edge.open("model", DIMENSIONS)
    await index.noted()
    await index.put([point(1)])

    real = index._keeper._exchange

    async def dies(question, seconds):
        if question.head["do"] != "open":
            (await index._keeper._started()).kill()
        return await real(question, seconds)

    with monkeypatch.context() as patch:
        patch.setattr(index._keeper, "_exchange", dies)
        for _ in range(DEATHS):
            with pytest.raises(IndexUnavailableError):
                await index.count(ANN)
    assert (index.to_fill, await index.count(ANN)) == (True, 0)


async def test_the_log_is_shortened_while_searches_go_on(edge: EdgeIndexes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chat_app.integrations.vectors.edge_index.SETTLE_AFTER", 50)
    index = await edge.open("model", DIMENSIONS)
    first = (index.shelf.shard / "wal/first-index").read_bytes() if (index.shelf.shard / "wal/first-index").exists() else b""
    for start in range(0, 300, 100):
        await index.put([point(number) for number in range(start, start + 100)])
        assert [hit.id for hit in await index.search_sparse(SparseVector([100 + start], [1.0]), ANN, 5)] == [name(start)]
    await eventually(lambda: index._settling is not None and index._settling.done())
    assert (index.shelf.shard / "wal/first-index").read_bytes() != first


async def test_many_ask_at_once(edge: EdgeIndexes):
    index = await edge.open("model", DIMENSIONS)
    writing = asyncio.create_task(index.put([point(number) for number in range(2_000)]))
    found = await asyncio.gather(*(index.search_sparse(SparseVector([100 + number], [1.0]), ANN, 5) for number in range(50)))
    assert not writing.done(), "searches went before the points that waited"
    await writing
    assert all(len(hits) <= 1 for hits in found)
    assert await index.count(ANN) == 2_000
