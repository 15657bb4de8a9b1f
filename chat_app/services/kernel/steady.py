"""The time, for what must not happen too early: a clock that jumps is not believed at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from chat_app.services.kernel.clock import Clock

TOLERANCE = timedelta(minutes=2)
"""By how much the clock of the wall may differ from the time that passed: it is set right by small steps all the time."""
DOUBT = timedelta(hours=1)
"""A clock that keeps to its new time for so long was set on purpose."""


class SteadyClock:
    """Tells the time of `clock` while it goes evenly. After a jump it goes on from before, until the jump is taken back or lasts."""

    def __init__(self, clock: Clock, seconds: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds = seconds
        self._told, self._at = clock(), seconds()
        self._doubts_since: float | None = None

    def __call__(self) -> datetime:
        """The time to go by."""
        wall, at = self._clock(), self._seconds()
        expected = self._told + timedelta(seconds=at - self._at)
        if abs(wall - expected) <= TOLERANCE or self._lasts(at):
            self._doubts_since, expected = None, wall
        self._told, self._at = expected, at
        return expected

    def _lasts(self, at: float) -> bool:
        """Whether the clock has shown another time for so long that it is believed."""
        self._doubts_since = at if self._doubts_since is None else self._doubts_since
        return timedelta(seconds=at - self._doubts_since) >= DOUBT
