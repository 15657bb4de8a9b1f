"""SQL of the queue. A claim is the right to work on a job; it is lost as soon as anybody cancels, retries or takes over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from chat_app.models import Document, IngestionJob, IngestionLine
from chat_app.services.knowledge.dto import Params

LEASE = timedelta(seconds=60)
OPEN = ("waiting", "running")
RECENT = 20


@dataclass(frozen=True, slots=True)
class Claim:
    """`began` tells this taking of the job from every other one."""

    document_id: str
    owner_id: str
    began: datetime
    attempts: int
    stage: str


class ClaimLostError(Exception):
    """The job was cancelled, or another process has taken it."""


def enqueue(session: Session, document_id: str, now: datetime, stage: str = "reading") -> None:
    """Let a document be read, or read again; whoever works on it now loses the claim."""
    job = session.get(IngestionJob, document_id, with_for_update=True)
    if job is None:
        session.add(IngestionJob(document_id=document_id, stage=stage, due_at=now))
        return
    job.state, job.stage, job.due_at = "waiting", stage, now
    job.done = job.total = job.attempts = 0
    job.lease_until = job.started_at = job.ended_at = None


def next_due(session: Session, served: Mapping[str, int], now: datetime) -> tuple[str, str] | None:
    """The next document and its owner: of those who have work waiting, of the one who was `served` least lately."""
    waiting = (col(IngestionJob.state) == "waiting", col(IngestionJob.due_at) <= now, col(Document.deleted_at).is_(None))
    job = col(IngestionJob.document_id) == col(Document.id)
    owners = session.exec(select(Document.owner_id).join(IngestionJob, job).where(*waiting).distinct()).all()
    if not owners:
        return None
    owner = min(owners, key=lambda each: (served.get(each, 0), each))
    theirs = select(Document.id).join(IngestionJob, job).where(*waiting, col(Document.owner_id) == owner)
    document_id = session.exec(theirs.order_by(col(IngestionJob.due_at), col(Document.id)).limit(1)).first()
    return (document_id, owner) if document_id else None


def claim(session: Session, document_id: str, owner_id: str, now: datetime) -> Claim | None:
    """Take a waiting job; None when another process was faster."""
    waiting = (col(IngestionJob.document_id) == document_id, col(IngestionJob.state) == "waiting")
    values: dict[str, Any] = {
        "state": "running",
        "started_at": now,
        "lease_until": now + LEASE,
        "attempts": IngestionJob.attempts + 1,
        "done": 0,
        "total": 0,
    }
    if session.exec(update(IngestionJob).where(*waiting).values(**values)).rowcount != 1:
        return None
    session.exec(update(Document).where(col(Document.id) == document_id).values(state="working", problem="", problem_params="{}"))
    job = session.get_one(IngestionJob, document_id, populate_existing=True)
    return Claim(document_id, owner_id, now, job.attempts, job.stage)


def hold(session: Session, held: Claim, now: datetime, **values: object) -> None:
    """Renew the lease and write how far it is; raises `ClaimLostError`."""
    mine = (
        col(IngestionJob.document_id) == held.document_id,
        col(IngestionJob.state) == "running",
        col(IngestionJob.started_at) == held.began,
    )
    if session.exec(update(IngestionJob).where(*mine).values(lease_until=now + LEASE, **values)).rowcount != 1:
        raise ClaimLostError


def end(session: Session, held: Claim, state: str, now: datetime, problem: str = "", params: Params | None = None) -> None:
    """As "done" or "failed", for the job and its document; raises `ClaimLostError`."""
    hold(session, held, now, state=state, ended_at=now)
    document = session.get(Document, held.document_id)
    if document is not None:
        document.state = "ready" if state == "done" else state
        document.problem, document.problem_params = problem, json.dumps(params or {})
        document.updated_at = now


def put_back(session: Session, held: Claim, due_at: datetime, now: datetime) -> None:
    """Let it be tried again later; raises `ClaimLostError`."""
    hold(session, held, now, state="waiting", due_at=due_at)
    session.exec(update(Document).where(col(Document.id) == held.document_id).values(state="waiting"))


def stop(session: Session, document_ids: Sequence[str], now: datetime) -> list[str]:
    """Cancel what waits or runs; which of them did."""
    theirs = (col(IngestionJob.document_id).in_(document_ids), col(IngestionJob.state).in_(OPEN))
    stopped = list(session.exec(select(IngestionJob.document_id).where(*theirs)).all())
    session.exec(update(IngestionJob).where(*theirs).values(state="cancelled", ended_at=now, lease_until=None))
    return stopped


def list_lost(session: Session, now: datetime | None) -> Sequence[IngestionJob]:
    """Jobs whose process is gone: their lease ended before `now`; all that run, for None."""
    running = select(IngestionJob).where(IngestionJob.state == "running")
    return session.exec(running if now is None else running.where(col(IngestionJob.lease_until) < now)).all()


def write_line(session: Session, document_id: str, key: str, now: datetime, **params: str | int) -> None:
    """Add a line to a document's log."""
    session.add(IngestionLine(document_id=document_id, at=now, key=key, params=json.dumps(params)))


def recent_seconds(session: Session) -> list[float]:
    """How long the jobs took that were done last."""
    done = select(IngestionJob.started_at, IngestionJob.ended_at).where(IngestionJob.state == "done")
    rows = session.exec(done.order_by(col(IngestionJob.ended_at).desc()).limit(RECENT)).all()
    return [(ended - began).total_seconds() for began, ended in rows if began and ended]


def count_open(session: Session) -> int:
    """How many jobs wait or run, of everybody."""
    return session.exec(select(func.count()).select_from(IngestionJob).where(col(IngestionJob.state).in_(OPEN))).one()
