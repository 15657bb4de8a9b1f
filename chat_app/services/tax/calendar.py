"""The days of tax are those of the seller's country, not of UTC."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_EASTERN = frozenset({"BG", "CY", "EE", "FI", "GR", "LT", "LV", "RO"})
_WESTERN = frozenset({"IE", "PT"})


def day_in(country: str, moment: datetime) -> date:
    """Which day a moment belongs to at the capital of a member state."""
    return moment.astimezone(zone_of(country)).date()


def zone_of(country: str) -> ZoneInfo:
    """Whose clock counts there."""
    if country in _EASTERN:
        return ZoneInfo("Europe/Athens")
    return ZoneInfo("Europe/Lisbon" if country in _WESTERN else "Europe/Berlin")
