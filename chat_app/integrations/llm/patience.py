"""How much one answer may take of its person's time, over all models that are asked for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

TRIES = 3
SECONDS = 30.0
SHORT_PAUSE = 2.0
LEAST_SILENCE = 5.0


@dataclass(slots=True)
class Patience:
    """Counts the requests that went out for one answer; no new one begins when the tries or the seconds are used up."""

    tries: int = TRIES
    seconds: float = SECONDS
    now: Callable[[], float] = time.monotonic
    used: int = 0
    behind: int = 0
    """How many models wait behind the one that is asked: a try is kept for each."""
    silence: float | None = None
    """After so many seconds without a first word the next model is asked; None where there is none."""
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.now()

    @property
    def left(self) -> float:
        """Seconds until nothing new is tried."""
        return max(0.0, self.seconds - (self.now() - self.began))

    @property
    def is_over(self) -> bool:
        return self.used >= self.tries or self.left <= 0

    def aim(self, behind: int, *, slow: bool = False) -> None:
        """Ask a model with `behind` more to come; a `slow` one may think for longer before it says a word."""
        self.behind = min(behind, max(0, self.tries - self.used - 1))
        kept = LEAST_SILENCE * self.behind if slow else self.left * self.behind / (self.behind + 1)
        self.silence = max(LEAST_SILENCE, self.left - kept) if self.behind else None

    def may_repeat(self, pause: float) -> bool:
        """Whether the same model may be asked once more after `pause` seconds."""
        if self.behind and pause > SHORT_PAUSE:
            return False
        return self.used + self.behind < self.tries and pause < self.left
