"""What the units of an answer cost: one rate per kind of unit, in whole nano-dollars per million units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PriceKind(StrEnum):
    """A kind of unit that vendors have a price for. All are tokens but for the last three."""

    INPUT = "input"
    OUTPUT = "output"
    CACHE_READ = "cache_read"
    CACHE_WRITE = "cache_write"
    CACHE_WRITE_1H = "cache_write_1h"
    REASONING = "reasoning"
    AUDIO_IN = "audio_in"
    AUDIO_OUT = "audio_out"
    IMAGE_IN = "image_in"
    IMAGE_OUT = "image_out"
    IMAGE = "image"
    """Pictures that were made."""
    REQUEST = "request"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Rates:
    """Nano-dollars per million units. A kind that is None costs what its plain tokens cost, read or written."""

    input: int
    output: int
    cache_read: int | None = None
    cache_write: int | None = None
    cache_write_1h: int | None = None
    reasoning: int | None = None
    audio_in: int | None = None
    audio_out: int | None = None
    image_in: int | None = None
    image_out: int | None = None
    image: int = 0
    request: int = 0
    search: int = 0

    def of(self, kind: PriceKind) -> int:
        """The rate of a kind."""
        rate: int | None = getattr(self, kind)
        if rate is not None:
            return rate
        if kind is PriceKind.CACHE_WRITE_1H and self.cache_write is not None:
            return self.cache_write
        return self.output if kind in _WRITTEN else self.input


_WRITTEN = frozenset({PriceKind.REASONING, PriceKind.AUDIO_OUT, PriceKind.IMAGE_OUT})
