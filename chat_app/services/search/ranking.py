"""The order of hits: how well they say what was looked for, mixed with how new they are."""

from __future__ import annotations

import math
from datetime import datetime

from chat_app.services.search.candidates import Candidate
from chat_app.services.search.matching import Matcher, Place

NEW_DAYS = 30.0
KIND_WEIGHT = {"chat": 1.6, "file": 1.2, "message": 1.0}
RECENCY_SHARE = 0.4
NEAR = 120.0
"""Signs: words that stand so near to each other belong together."""


def score(candidate: Candidate, matcher: Matcher, now: datetime) -> float:
    """Higher is better; about 0 to 3."""
    text = candidate.title if candidate.kind == "chat" else candidate.name or candidate.text
    relevance = KIND_WEIGHT[candidate.kind] * _relevance(matcher.places(text), matcher.count)
    return relevance * (1 - RECENCY_SHARE + RECENCY_SHARE * _recency(candidate.at, now))


def _relevance(places: list[Place], count: int) -> float:
    """Every term counts once, further places a little, words as they were written more; the nearer together the better."""
    if not count:
        return 1.0
    total = 0.0
    for number in range(count):
        own = [place for place in places if place.term == number]
        if own:
            total += (1.0 if any(place.exact for place in own) else 0.75) * (1 - 0.5 / len(own))
    return 0.2 + total / count + (0.4 * _nearness(places, count) if count > 1 else 0.0)


def _nearness(places: list[Place], count: int) -> float:
    first = {number: next((place.start for place in places if place.term == number), None) for number in range(count)}
    known = [start for start in first.values() if start is not None]
    return math.exp(-(max(known) - min(known)) / NEAR) if len(known) == count else 0.0


def _recency(at: datetime, now: datetime) -> float:
    days = max(0.0, (now - at).total_seconds() / 86_400)
    return 1 / (1 + days / NEW_DAYS)
