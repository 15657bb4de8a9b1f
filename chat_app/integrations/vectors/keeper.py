"""The process that owns a shard: `python -m chat_app.integrations.vectors.keeper <folder> <dimensions or 0>`.

Its own, because Qdrant Edge holds Python's lock in every call: a flush would stop all streams of the app for up to seconds.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import qdrant_edge as edge

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.companions.serving import serve
from chat_app.integrations.vectors import shard as shards
from chat_app.integrations.vectors import wire
from chat_app.integrations.vectors.shapes import DENSE, WORDS
from chat_app.integrations.vectors.shelf import Shelf

REOPEN_SECONDS, LOCK_PAUSE = 15.0, 0.2


class Keeper:
    """Answers questions about one shard, which the first of them opens."""

    def __init__(self, shelf: Shelf, dimensions: int | None) -> None:
        self._shelf = shelf
        self._dimensions = dimensions
        self._shard: edge.EdgeShard | None = None
        self._lock: TextIO | None = None
        self._acts: dict[str, Callable[[edge.EdgeShard, Message], dict[str, Any] | None]] = {
            "put": lambda shard, question: shards.put(shard, question, self._dimensions),
            "drop": lambda shard, question: shard.update(edge.UpdateOperation.delete_points(question.head["ids"])),
            "drop_documents": lambda shard, question: shards.drop_documents(shard, question.head["documents"]),
            "ids": lambda shard, question: {"ids": shards.ids_of(shard, question.head["document"])},
            "all": lambda shard, _: {"documents": shards.all_documents(shard)},
            "count": lambda shard, question: {"count": shard.count(edge.CountRequest(filter=shards.where(question)))},
            "dense": self._dense,
            "words": self._words,
            "flush": lambda shard, _: shard.flush(),
            "optimize": lambda shard, _: {"done": shard.optimize()},
        }

    def answer(self, question: Message) -> Message:
        act = question.head["do"]
        if act == "open":
            return Message({"to_fill": self._open(question.head["patience"], aside=question.head["aside"])})
        # A process that was started again says so when it found its files broken and began empty.
        empty = self._shard is None and self._open(REOPEN_SECONDS, aside=False)
        assert self._shard is not None  # noqa: S101  (it was opened)
        return Message({**(self._acts[act](self._shard, question) or {}), **({"to_fill": True} if empty else {})})

    def close(self) -> None:
        if self._shard is not None:
            self._shard.close()
        if self._lock is not None:
            self._lock.close()

    def _open(self, patience: float, *, aside: bool) -> bool:
        """Open the shard, or begin it anew; returns whether it waits to be filled. Waits for a process that still has it open."""
        if self._lock is None:
            self._lock = self._locked(patience)
        if self._shard is None:
            self._shelf.clear_up()
            self._shard = None if aside else self._loaded()
        if self._shard is None:
            self._shelf.put_aside()
            with self._shelf.making(self._dimensions) as folder:
                shards.create(folder, self._dimensions).close()
            self._shard = shards.load(self._shelf.shard)
        return self._shelf.to_fill

    def _locked(self, patience: float) -> TextIO:
        for _ in range(int(patience / LOCK_PAUSE)):
            with suppress(BlockingIOError):
                return self._shelf.take()
            threading.Event().wait(LOCK_PAUSE)
        try:
            return self._shelf.take()
        except BlockingIOError:
            raise BlockingIOError("another process has the index open") from None

    def _loaded(self) -> edge.EdgeShard | None:
        if not self._shelf.fits(self._dimensions):
            return None
        try:
            return shards.load(self._shelf.shard)
        except BaseException as problem:  # noqa: BLE001  (broken files make the library panic, which is no Exception)
            print(f"{self._shelf.folder} cannot be opened: {problem}", file=sys.stderr)  # noqa: T201
            return None

    def _dense(self, shard: edge.EdgeShard, question: Message) -> dict[str, Any]:
        query = edge.Query.Nearest(wire.dense_of(question), using=DENSE)
        return {"hits": shards.search(shard, query, question, edge.SearchParams(exact=True))}

    def _words(self, shard: edge.EdgeShard, question: Message) -> dict[str, Any]:
        words = edge.SparseVector(question.head["words"], question.head["weights"])
        # Rarity is counted among what may be read: nobody's scores tell what stands in the documents of others.
        params = edge.SearchParams(idf=edge.IdfParams(corpus=shards.where(question)))
        return {"hits": shards.search(shard, edge.Query.Nearest(words, using=WORDS), question, params)}


def main(arguments: list[str]) -> None:
    keeper = Keeper(Shelf(Path(arguments[0])), int(arguments[1]) or None)
    try:
        serve(keeper.answer)
    finally:
        keeper.close()


if __name__ == "__main__":
    main(sys.argv[1:])
