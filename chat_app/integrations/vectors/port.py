"""The port to the index that passages are found in, by meaning (dense vectors) and by their words (sparse ones).

The index is a projection of the database: whatever is in it can be made again from rows. It comes in generations, one per
embedding model; a new one is filled beside the one that serves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

Vector = Sequence[float]


class IndexUnavailableError(Exception):
    """The index does not answer now; nothing was lost, and a later try may succeed."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Weights of words: `indices` are distinct numbers of words below 2**32, `values` what each weighs. Both are equally long."""

    indices: Sequence[int]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Point:
    """A passage as the index knows it. Its id is the chunk's, a UUID."""

    id: str
    document_id: str
    owner_id: str
    folder_id: str | None
    """The project of its document; None for what its owner keeps in no project."""
    revision: str
    """Changes whenever anything of the passage or its place does: tells whether the index has it as it is now."""
    sparse: SparseVector
    dense: Vector | None = None
    """None until its text is embedded: found by its words alone until then."""


@dataclass(frozen=True, slots=True)
class IndexFilter:
    """Whose passages are searched: what stands in any of the places that are named. Built by services from the rights of the one who asks.

    It cannot be empty: a search of everything is not something that can be asked for.
    """

    owner: str = ""
    """Documents that this person keeps in no folder."""
    folders: frozenset[str] = frozenset()
    """Documents in these folders, whoever owns them."""
    documents: frozenset[str] = frozenset()
    """These documents, wherever they are."""

    def __post_init__(self) -> None:
        if not (self.owner or self.folders or self.documents):
            raise ValueError("an index filter names an owner, folders or documents")
        for name in (*self.folders, *self.documents):
            if not name or not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ValueError("folders and documents are named by their ids")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. Scores of one search compare with each other only; higher is better."""

    id: str
    score: float
    document_id: str


class VectorIndex(Protocol):
    """One generation of the index.

    Changes survive the death of the process as soon as they return, and that of the machine once `flush` has returned.
    Methods raise `IndexUnavailableError` when the index cannot be reached.
    """

    @property
    def generation(self) -> str:
        """The name that it was opened under."""
        ...

    @property
    def dimensions(self) -> int | None:
        """Length of the dense vectors; None where there are none."""
        ...

    @property
    def to_fill(self) -> bool:
        """Whether it began empty, as new or because its files were broken, and nobody has taken note of that yet."""
        ...

    async def noted(self) -> None:
        """Take note that it began empty: everything is put into it or waits durably for that. `to_fill` is False from now on."""
        ...

    async def put(self, points: Sequence[Point]) -> None:
        """Keep points, replacing those of the same ids."""
        ...

    async def drop(self, ids: Collection[str]) -> None:
        """Forget points; unknown ids are no error."""
        ...

    async def drop_documents(self, document_ids: Collection[str]) -> None:
        """Forget all points of these documents."""
        ...

    async def flush(self) -> None:
        """Bring all changes so far to the disk. Costs far more than a change: call it once for many, before forgetting that they were due."""
        ...

    async def ids_of(self, document_id: str) -> dict[str, str]:
        """Return the ids of a document's points, each with its revision."""
        ...

    async def search_dense(self, vector: Vector, where: IndexFilter, limit: int) -> list[Hit]:
        """Return the nearest points by cosine, best first; empty where there are no dense vectors."""
        ...

    async def search_sparse(self, vector: SparseVector, where: IndexFilter, limit: int) -> list[Hit]:
        """Return the points with the greatest product of weights, each word times its rarity (IDF), best first."""
        ...

    async def count(self, where: IndexFilter) -> int:
        """Return how many points pass."""
        ...

    async def all_documents(self) -> dict[str, int]:
        """Return every document that has points, with how many. For the nightly check, not for people."""
        ...

    async def optimize(self) -> bool:
        """Put the index in good order where that is worth it; searches go on meanwhile. Says whether anything was done."""
        ...


class VectorIndexes(Protocol):
    """The generations of the index, and which of them serves."""

    async def open(self, generation: str, dimensions: int | None) -> VectorIndex:
        """Return a generation, made when it is not there; opening it again returns the same one.

        Broken files, or ones of other dimensions, are moved aside, and the generation begins empty: `to_fill` tells.
        """
        ...

    async def serving(self) -> str | None:
        """Return the generation that searches are to use."""
        ...

    async def serve(self, generation: str) -> None:
        """Let searches use this generation from now on: at once and for good."""
        ...

    async def keep_only(self, generations: Collection[str]) -> None:
        """Delete all generations but these, with everything in them."""
        ...

    async def close(self) -> None:
        """Let go of all of them; what was changed stays."""
        ...
