"""A reranker of this machine's own, in the process that embeds."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from chat_app.integrations.companions.companion import Companion, CompanionDiedError, RefusedError
from chat_app.integrations.companions.frames import Message
from chat_app.integrations.embeddings.local import IDLE_SECONDS, OFFLINE, WORKER, LocalEmbeddings
from chat_app.integrations.reranking.port import RerankerUnavailableError

AT_ONCE = 4
"""Passages of one question to the process: who gives up waits for no more than these."""
MOST_CHARS = 8_000
"""Of a passage: more than any window has."""
SECONDS = 60.0


class LocalReranker:
    """See `Reranker`. The model is loaded with the first question, which takes a second or two."""

    def __init__(self, process: Companion, folder: Path) -> None:
        self._process = process
        self.model = folder.name

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        found: list[float] = []
        for place in range(0, len(passages), AT_ONCE):
            texts = [text[:MOST_CHARS] for text in passages[place : place + AT_ONCE]]
            found += await self._asked(question, texts)
        if len(found) != len(passages) or not isfinite(sum(found)):
            raise RerankerUnavailableError(f"{self.model} gave no score for each passage")
        return found

    async def close(self) -> None:
        await self._process.close()

    async def _asked(self, question: str, texts: list[str]) -> list[float]:
        asked = Message({"do": "rerank", "question": question[:MOST_CHARS], "texts": texts})
        try:
            return array("f", (await self._process.ask(asked, urgent=True, seconds=SECONDS)).body).tolist()
        except (RefusedError, CompanionDiedError, OSError) as problem:
            raise RerankerUnavailableError(f"{self.model}: {problem}") from problem


def configured_reranker(folder: Path | None, embeddings: object) -> LocalReranker | None:
    """None where no folder is named; where nothing embeds here, it has the process to itself. Loads nothing yet."""
    if folder is None:
        return None
    if isinstance(embeddings, LocalEmbeddings):
        return LocalReranker(embeddings.process, folder)
    arguments = ["", "", "", str(folder.resolve())]
    return LocalReranker(Companion(WORKER, arguments, environment=OFFLINE, idle_seconds=IDLE_SECONDS), folder)
