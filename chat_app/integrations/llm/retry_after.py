"""How long a provider asks us to wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_IN_TEXT = re.compile(r'(?:retry in|try again in|retrydelay"?:)\s*"?((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)', re.IGNORECASE)
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)", re.IGNORECASE)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def retry_after(headers: Mapping[str, str], body: str) -> float | None:
    """Return seconds to wait: from the headers, else from the sentence some vendors write instead."""
    seconds = _number(headers.get("retry-after-ms"), 0.001)
    if seconds is None:
        seconds = _number(headers.get("retry-after"), 1.0)
    if seconds is None:
        seconds = _until(headers.get("retry-after"))
    if seconds is None and (found := _IN_TEXT.search(body)):
        seconds = sum(float(number) * _SECONDS[unit.lower()] for number, unit in _PART.findall(found[1]))
    return seconds


def _number(value: str | None, unit: float) -> float | None:
    return float(value) * unit if value and re.fullmatch(r"\d{1,9}(\.\d+)?", value.strip()) else None


def _until(value: str | None) -> float | None:
    """Read the date form that RFC 9110 allows as well."""
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
