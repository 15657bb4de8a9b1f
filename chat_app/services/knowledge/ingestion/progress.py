"""How far an ingestion is, and how long it will take. Pure."""

from __future__ import annotations

from datetime import datetime

from chat_app.models import IngestionJob
from chat_app.services.knowledge.dto import Progress

SHARES = {"fetching": (0, 5), "reading": (5, 35), "chunking": (40, 5), "embedding": (45, 45), "indexing": (90, 10)}
"""Of each stage: the percent that came before it, and its own."""
TELLING = 10
"""Percent before which nothing can be said about the rest."""


def progress_of(job: IngestionJob, now: datetime) -> Progress:
    """Where a job is; the time that is left by what the way so far took."""
    before, own = SHARES.get(job.stage, (0, 0))
    percent = before + (own * min(job.done, job.total) // job.total if job.total else 0)
    left = None
    if job.state == "running" and job.started_at and percent >= TELLING:
        left = round((now - job.started_at).total_seconds() * (100 - percent) / percent)
    return Progress(job.stage, job.done, job.total, percent if job.state == "running" else 0, left, job.attempts)


def seconds_for(waiting: int, recent: list[float], at_once: int) -> int | None:
    """How long that many documents will take, by how long the `recent` ones took each; None where nobody can tell."""
    if not waiting:
        return 0
    return round(waiting * sum(recent) / len(recent) / at_once) if recent else None
