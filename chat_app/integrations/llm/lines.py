"""Lines out of a byte stream that arrives in pieces, with a bound on what one line may hold."""

from __future__ import annotations

MAX_LINE_BYTES = 4 * 1024 * 1024
"""Longer than any honest chunk (some vendors send an image in one), short enough to keep in memory."""


class LineTooLongError(Exception):
    """A line went past the limit; the stream is not worth reading further."""


class LineSplitter:
    """Collects bytes and gives out whole lines, without their line ends.

    Cuts at bytes only, so a character split between two pieces comes out whole.
    """

    def __init__(self, limit: int = MAX_LINE_BYTES) -> None:
        self._limit = limit
        self._rest = bytearray()

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the lines that this piece completes; raises `LineTooLongError`."""
        lines = piece.split(b"\n")
        tail = lines.pop()
        if lines and self._rest:
            self._rest += lines[0]
            lines[0] = bytes(self._rest)
            self._rest.clear()
        self._rest += tail
        if len(self._rest) > self._limit or any(len(line) > self._limit for line in lines):
            self._rest.clear()
            raise LineTooLongError
        return [line[:-1] if line.endswith(b"\r") else line for line in lines]

    def flush(self) -> bytes:
        """Return what stands after the last line end."""
        rest = bytes(self._rest)
        self._rest.clear()
        return rest
