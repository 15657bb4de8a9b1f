"""Tokenizers of model families: what counts tokens as the vendor does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

O200K, CL100K, CLAUDE_2 = "o200k_base", "cl100k_base", "claude_2"
ENCODINGS = (O200K, CL100K, CLAUDE_2)
"""Those whose files are part of the installation."""


@dataclass(frozen=True, slots=True)
class TextCount:
    """Tokens of a text. `exact` is False where it had to be cut within a token's reach: then it may be some too many."""

    tokens: int = 0
    exact: bool = True


class Encoder(Protocol):
    """One tokenizer in memory. It blocks; nothing in a text is a control sign to it."""

    def count(self, text: str) -> int:
        """How many tokens `text` is."""
        ...


class Tokenizers(Protocol):
    """All of them, each loaded when it is first asked for and let go when nobody asks any more."""

    async def count(self, encoding: str, texts: Sequence[str], /) -> list[TextCount] | None:
        """Count in a thread; None where the encoding is not here."""
        ...

    def is_missing(self, encoding: str, /) -> bool:
        """Whether it was looked for and is not here."""
        ...

    def known(self, encoding: str, text: str, /) -> TextCount | None:
        """What was counted of late, without any work; None for a text that was not."""
        ...

    async def close(self) -> None:
        """Let all of them go."""
        ...
