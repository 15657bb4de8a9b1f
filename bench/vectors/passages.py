"""Passages as they come: words of real texts, vectors in clusters as a model makes them, fifty people with documents of 25 passages."""

from __future__ import annotations

import random
import re
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from chat_app.integrations.vectors.port import IndexFilter, Point, SparseVector
from tests.corpus import CORPUS

TENANTS, PER_DOCUMENT, DIMENSIONS, CLUSTERS = 50, 25, 384, 400
WORDS_OF_A_PASSAGE = 320
_WORD = re.compile(r"\w{2,}")


class Passages:
    """Makes them; the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance, self._numbers = random.Random(seed), np.random.default_rng(seed)
        self._centres = self._numbers.normal(size=(CLUSTERS, DIMENSIONS))
        self.texts = _texts(CORPUS)
        self.tenants = [str(uuid.UUID(int=self._chance.getrandbits(128))) for _ in range(TENANTS)]

    def documents(self, passages: int) -> Iterator[list[Point]]:
        """The passages of one document after the other."""
        for number in range(passages // PER_DOCUMENT):
            yield self.document(str(uuid.uuid5(uuid.NAMESPACE_OID, f"document {number}")), self.tenants[number % TENANTS])

    def document(self, name: str, tenant: str) -> list[Point]:
        vectors = self.vectors(PER_DOCUMENT)
        return [
            Point(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name} {place}")), name, tenant, None, "1", self._words(), vector)
            for place, vector in enumerate(vectors)
        ]

    def vectors(self, count: int) -> list[list[float]]:
        centres = self._centres[self._numbers.integers(CLUSTERS, size=count)]
        return (centres + 0.7 * self._numbers.normal(size=(count, DIMENSIONS))).tolist()

    def query(self, words: int = 8) -> str:
        text = self._chance.choice(self.texts)
        start = self._chance.randrange(max(1, len(text) - words))
        return " ".join(text[start : start + words])

    def where(self, tenant: int) -> IndexFilter:
        return IndexFilter(owner=self.tenants[tenant % TENANTS])

    def _words(self) -> SparseVector:
        """A passage of some text of the corpus; words that stand in many of them are common here as well."""
        text = self._chance.choice(self.texts)
        start = self._chance.randrange(max(1, len(text) - WORDS_OF_A_PASSAGE))
        return sparse(text[start : start + WORDS_OF_A_PASSAGE])


def sparse(words: list[str]) -> SparseVector:
    """Plain BM25 weights: what is measured is the index, not how words are made."""
    counts = Counter(_number(word) for word in words)
    return SparseVector(list(counts), [2.2 * count / (count + 1.2) for count in counts.values()])


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return zlib.crc32(word.encode())


def _texts(corpus: Path) -> list[list[str]]:
    """All texts of the corpus that can be read as they are, as words."""
    paths = [*sorted((corpus / "3_rag_docs").glob("*.md")), *sorted((corpus / "4_retrieval").rglob("*"))]
    found = [_WORD.findall(path.read_text(errors="replace").lower()) for path in paths if path.is_file()]
    return [words for words in found if len(words) > 2 * WORDS_OF_A_PASSAGE]
