"""Pure rules: which limit counts, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from chat_app.services.access.policy import Limits
from chat_app.services.kernel.clock import next_month


@lru_cache(256)  # asked for every event of every page
def strictest(site: Limits, groups: Limits) -> Limits:
    """The site's limits are the ceiling; groups may only set lower ones."""
    return Limits(**{name: _lower(getattr(site, name), getattr(groups, name)) for name in Limits.model_fields})


def _lower(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def seconds_to_tomorrow(now: datetime) -> int:
    """Days end at midnight UTC, for everybody."""
    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return _whole(midnight - now)


def seconds_to_next_month(now: datetime) -> int:
    return _whole(next_month(now) - now)


def in_words(seconds: float) -> str:
    """A wait as people of both languages read it, rounded up: "40 s", "12 min", "7 h", "12 d"."""
    whole = max(1, -int(-seconds // 1))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if whole > 2 * size:
            return f"{-(-whole // size)} {unit}"
    return f"{whole} s"


def _whole(left: timedelta) -> int:
    return max(1, -int(-left.total_seconds() // 1))
