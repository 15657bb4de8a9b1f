"""The port to a reranker: a model that reads a question together with each passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class RerankerUnavailableError(Exception):
    """No scores now; passages keep the order that they have."""


class Reranker(Protocol):
    """Slower than an index by far, and better at telling what answers a question: for the best few."""

    @property
    def model(self) -> str:
        """Names what makes the scores."""
        ...

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return a score per passage, in order; higher is better, and they compare within one question only.

        What is longer than the model's window is read as far as it goes. Raises `RerankerUnavailableError`.
        """
        ...

    async def close(self) -> None:
        """Let go of everything that it holds; a later call begins anew."""
        ...
