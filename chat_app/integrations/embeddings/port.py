"""The port to what makes vectors of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

Kind = Literal["passage", "query"]


class EmbeddingUnavailableError(Exception):
    """No vectors now; texts are found by their words meanwhile. `key` names the sentence that says why."""

    def __init__(self, key: str, detail: str = "") -> None:
        self.key = key
        self.detail = detail
        """For the log only."""
        super().__init__(f"{key}: {detail}" if detail else key)


class EmbeddingRefusedError(EmbeddingUnavailableError):
    """No vectors for this person now, while others may well get some: no credit, or nothing of theirs may go there."""


class Embedder(Protocol):
    """Makes vectors of texts. Similar meanings get vectors with a greater cosine."""

    @property
    def model(self) -> str:
        """Names what makes the vectors: vectors of different names do not compare. At most 200 characters."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of each vector."""
        ...

    async def embed(self, texts: Sequence[str], kind: Kind = "passage") -> list[list[float]]:
        """Return a vector of length 1 per text, in order. Queries go before passages that wait.

        A text longer than the model's window is read in windows. Raises `EmbeddingUnavailableError`.
        """
        ...

    async def close(self) -> None:
        """Let go of everything that it holds; a later call begins anew."""
        ...
