"""Embeddings of this machine's own: a small model in a process beside the app, by fastembed."""

from __future__ import annotations

import asyncio
import logging
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from chat_app.integrations.companions.companion import Companion, CompanionDiedError, RefusedError
from chat_app.integrations.companions.frames import Message
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError, Kind
from chat_app.integrations.embeddings.texts import mean

logger = logging.getLogger(__name__)

DEFAULT_MODEL = "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"
WORKER = "chat_app.integrations.embeddings.worker"
TEXTS, LONGEST = 16, 200_000
"""Texts that are parted at once, and characters of one that are read."""
SHORT = 300
"""Characters: fewer tokens than the smallest window, of 128, in any language but a few, where the end would be cut."""
IDLE_SECONDS = 600.0
RETRY_SECONDS = 1_800.0
LOAD_SECONDS, EMBED_SECONDS, FETCH_SECONDS = 120.0, 120.0, 3_600.0
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
ONLINE = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}

MISSING, UNKNOWN, BROKEN = "embeddings.missing", "embeddings.unknown", "embeddings.broken"
"""Keys of the sentences that say why passages are found by their words alone."""


class LocalEmbedder:
    """See `Embedder`; made by `LocalEmbeddings`."""

    def __init__(self, process: Companion, model: str, dimensions: int) -> None:
        self._process = process
        self.model = model
        self.dimensions = dimensions

    @property
    def pid(self) -> int | None:
        """The process that has the model now; None while nothing is embedded."""
        return self._process.pid

    async def embed(self, texts: Sequence[str], kind: Kind = "passage") -> list[list[float]]:
        found: list[list[float]] = []
        for place in range(0, len(texts), TEXTS):
            group = [text[:LONGEST] for text in texts[place : place + TEXTS]]
            for text, pieces in zip(group, await self._parted(group, kind), strict=True):
                vectors = [await self._embed(text[start:end], kind) for start, end, _ in pieces]
                found.append(mean(vectors, [max(1, tokens) for _, _, tokens in pieces]))
        return found

    async def _parted(self, texts: list[str], kind: Kind) -> list[list[tuple[int, int, int]]]:
        """The windows of each. What fits in one surely is not asked about: between two questions a passage would have its turn."""
        if all(len(text) <= SHORT for text in texts):
            return [[(0, len(text), 1)] for text in texts]
        return (await self._asked({"do": "part", "texts": texts, "kind": kind}, kind)).head["pieces"]

    async def close(self) -> None:
        await self._process.close()

    async def _embed(self, text: str, kind: Kind) -> list[float]:
        """One window at a time: a query waits for no more than that."""
        numbers = array("f", (await self._asked({"do": "embed", "texts": [text], "kind": kind}, kind)).body).tolist()
        if len(numbers) != self.dimensions or not isfinite(sum(numbers)):
            raise EmbeddingUnavailableError(BROKEN, "what came is no vector of this model")
        return numbers

    async def _asked(self, question: dict[str, Any], kind: Kind) -> Message:
        return await asked(self._process, Message(question), EMBED_SECONDS, urgent=kind == "query")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no embedder: the key of a sentence, and the model that it speaks of."""

    key: str
    model: str


class LocalEmbeddings:
    """Finds out whether the model is on this machine, and fetches it when told to. Nothing happens before it is asked."""

    def __init__(self, model: str, path: Path | None, cache: Path, reranker: Path | None = None) -> None:
        """Without a name, that of the folder at `path` counts, or ours. `reranker` is a model that the process has beside it."""
        self.model = model or (path.name if path else DEFAULT_MODEL)
        self._arguments = [
            self.model,
            str(path.resolve()) if path else "",
            str(cache.resolve()),
            str(reranker.resolve()) if reranker else "",
        ]
        self._cache = cache
        self._given = path is not None
        self.process = Companion(WORKER, self._arguments, environment=OFFLINE, idle_seconds=IDLE_SECONDS)
        self._embedder: LocalEmbedder | None = None
        self._turn = asyncio.Lock()
        self._again = 0.0
        self.reason: Reason | None = None

    async def embedder(self) -> LocalEmbedder | None:
        """Return what embeds, or None with `reason` set. The first call loads the model, which takes a second or two."""
        async with self._turn:
            if self._embedder is None:
                try:
                    self._embedder = await self._loaded()
                    self.reason = None
                except EmbeddingUnavailableError as problem:
                    self.reason = Reason(problem.key, self.model)
                    logger.info("passages are found by their words alone: %s", problem)
            return self._embedder

    @property
    def fetchable(self) -> bool:
        """Whether `fetch` may help: the model is known, not here, and nobody has said where its files are."""
        return not self._given and self.reason is not None and self.reason.key == MISSING

    async def fetch_missing(self) -> bool:
        """Fetch the model once it was found missing and if that may help; what fails is tried again after `RETRY_SECONDS`."""
        if not self.fetchable or time.monotonic() < self._again:
            return False
        self._again = time.monotonic() + RETRY_SECONDS
        return await self.fetch()

    async def fetch(self) -> bool:
        """Fetch the model's files from Hugging Face, which takes minutes; returns whether there is an embedder now."""
        logger.info("fetching %s, once, into %s", self.model, self._cache)
        await asyncio.to_thread(self._cache.mkdir, mode=0o700, parents=True, exist_ok=True)
        fetching = Companion(WORKER, self._arguments, environment=ONLINE)
        try:
            await asked(fetching, Message({"do": "fetch"}), FETCH_SECONDS)
        except EmbeddingUnavailableError as problem:
            logger.warning("%s could not be fetched: %s", self.model, problem.detail)
            return False
        finally:
            await fetching.close()
        return await self.embedder() is not None

    async def close(self) -> None:
        await self.process.close()

    async def _loaded(self) -> LocalEmbedder:
        answer = await asked(self.process, Message({"do": "load"}), LOAD_SECONDS)
        return LocalEmbedder(self.process, answer.head["model"], answer.head["dimensions"])


async def asked(process: Companion, question: Message, seconds: float, *, urgent: bool = False) -> Message:
    """Ask once more when the process died; raises `EmbeddingUnavailableError`."""
    try:
        try:
            return await process.ask(question, urgent=urgent, seconds=seconds)
        except CompanionDiedError:
            return await process.ask(question, urgent=urgent, seconds=seconds)
    except RefusedError as refusal:
        keys = {"UnknownModelError": UNKNOWN, "MissingModelError": MISSING}
        raise EmbeddingUnavailableError(keys.get(refusal.kind, BROKEN), str(refusal)) from refusal
    except (CompanionDiedError, OSError) as problem:
        raise EmbeddingUnavailableError(BROKEN, str(problem)) from problem


class WithoutModel:
    """For those who want none: passages are found by their words alone, and nobody is to be told why."""

    reason: Reason | None = None
    fetchable = False

    async def embedder(self) -> None:
        return None

    async def fetch_missing(self) -> bool:
        return False

    async def close(self) -> None:
        """Nothing is held."""
