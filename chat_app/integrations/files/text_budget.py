"""How much is read out of a file at most: so many characters, so many seconds."""

from __future__ import annotations

import time


class EnoughError(Exception):
    """The budget is spent; what came so far counts."""


class TextBudget:
    """Collects text until there is enough. `cut` tells that something was left out."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.cut = False
        self._left = most
        self._until = time.monotonic() + seconds
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        """Take a piece; raises `EnoughError` when it did not fit."""
        self._pieces.append(text[: self._left])
        self._left -= len(text)
        if self._left < 0:
            self.cut = True
            raise EnoughError

    def check_time(self) -> None:
        """Raise `EnoughError` when the time is over."""
        if time.monotonic() > self._until:
            self.cut = True
            raise EnoughError

    @property
    def text(self) -> str:
        """What came, as any database can keep it."""
        joined = "".join(self._pieces).replace("\0", "")
        return joined.encode("utf-8", "replace").decode().strip("\n")
