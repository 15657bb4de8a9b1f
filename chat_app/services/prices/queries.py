"""All SQL of prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, text, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import PriceChange, PriceRun, PriceVersion, PublishedFacts

ADMIN = "admin"
GOOD = ("applied", "unchanged")
_LOCK = 7_401_223


def lock(session: Session) -> None:
    """One run at a time, in whatever process; on SQLite there is one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def current_versions(session: Session, *, by_admin: bool, brands: Iterable[str] | None = None) -> Sequence[PriceVersion]:
    """The latest version of each model, of the lists or of administrators."""
    statement = select_columns(
        col(PriceVersion.id),
        func.row_number()
        .over(
            partition_by=(col(PriceVersion.brand), col(PriceVersion.model)),
            order_by=(col(PriceVersion.valid_from).desc(), col(PriceVersion.id).desc()),
        )
        .label("place"),
    ).where(_made_by(by_admin))
    if brands is not None:
        statement = statement.where(col(PriceVersion.brand).in_(list(brands)))
    ranked = statement.subquery()
    latest = select_columns(ranked.c.id).where(ranked.c.place == 1)
    return session.exec(select(PriceVersion).where(col(PriceVersion.id).in_(latest))).all()


def published_facts(session: Session, brands: Iterable[str] | None = None) -> Sequence[PublishedFacts]:
    statement = select(PublishedFacts)
    if brands is not None:
        statement = statement.where(col(PublishedFacts.brand).in_(list(brands)))
    return session.exec(statement).all()


def edition(session: Session) -> tuple[Any, ...]:
    """Changes whenever prices or facts do."""
    versions = session.execute(select_columns(func.count(), func.max(PriceVersion.id)).select_from(PriceVersion)).one()
    facts = session.execute(select_columns(func.count(), func.max(PublishedFacts.updated_at)).select_from(PublishedFacts)).one()
    return (*versions, *facts)


def versions_of(session: Session, brand: str, model: str, *, by_admin: bool) -> Sequence[PriceVersion]:
    """All prices of a model, newest first."""
    statement = select(PriceVersion).where(PriceVersion.brand == brand, PriceVersion.model == model, _made_by(by_admin))
    return session.exec(statement.order_by(col(PriceVersion.valid_from).desc(), col(PriceVersion.id).desc())).all()


def last_run(session: Session, source: str, *, good: bool = False) -> PriceRun | None:
    """The latest run; with `good` the latest one that was believed."""
    statement = select(PriceRun).where(PriceRun.source == source)
    if good:
        statement = statement.where(col(PriceRun.status).in_(GOOD))
    return session.exec(statement.order_by(col(PriceRun.fetched_at).desc(), col(PriceRun.id).desc()).limit(1)).first()


def list_runs(session: Session, after: tuple[datetime, str] | None, limit: int) -> Sequence[PriceRun]:
    """Newest first."""
    statement = select(PriceRun).order_by(col(PriceRun.fetched_at).desc(), col(PriceRun.id).desc())
    if after is not None:
        statement = statement.where(tuple_(PriceRun.fetched_at, PriceRun.id) < after)
    return session.exec(statement.limit(limit)).all()


def waiting_by_run(session: Session, run_ids: Sequence[str]) -> dict[str, int]:
    """How many changes of each run wait."""
    statement = select_columns(col(PriceChange.run_id), func.count()).where(
        col(PriceChange.run_id).in_(run_ids), col(PriceChange.state) == "waiting"
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(col(PriceChange.run_id)))}


def list_changes(session: Session, state: str, run_id: str, search: str, after: str, limit: int) -> list[tuple[PriceChange, str]]:
    """Newest first, each with the list that made it; `after` is the id of the last one shown."""
    statement = select_columns(PriceChange, col(PriceRun.source)).join(PriceRun, col(PriceRun.id) == PriceChange.run_id)
    if state:
        statement = statement.where(col(PriceChange.state) == state)
    if run_id:
        statement = statement.where(col(PriceChange.run_id) == run_id)
    if search:
        named = func.lower(col(PriceChange.brand) + "/" + col(PriceChange.model))
        statement = statement.where(named.contains(search, autoescape=True))
    if after:
        statement = statement.where(col(PriceChange.id) < after)
    return [(row[0], row[1]) for row in session.execute(statement.order_by(col(PriceChange.id).desc()).limit(limit))]


def waiting_changes(session: Session, *, ids: Sequence[str] | None = None, brands: Iterable[str] | None = None) -> Sequence[PriceChange]:
    """Those that nobody has decided, locked; only these ids, or of these vendors."""
    statement = select(PriceChange).where(col(PriceChange.state) == "waiting")
    if ids is not None:
        statement = statement.where(col(PriceChange.id).in_(ids))
    if brands is not None:
        statement = statement.where(col(PriceChange.brand).in_(list(brands)))
    return session.exec(statement.order_by(col(PriceChange.id)).with_for_update()).all()


def changes_of(session: Session, ids: Sequence[str]) -> Sequence[PriceChange]:
    return session.exec(select(PriceChange).where(col(PriceChange.id).in_(ids))).all()


def rejected_changes(session: Session, brands: Iterable[str]) -> Sequence[PriceChange]:
    """What administrators turned down."""
    return session.exec(select(PriceChange).where(PriceChange.state == "rejected", col(PriceChange.brand).in_(list(brands)))).all()


def waiting_models(session: Session) -> set[tuple[str, str]]:
    """The models whose price waits, as vendor and name."""
    statement = select_columns(col(PriceChange.brand), col(PriceChange.model)).where(col(PriceChange.state) == "waiting")
    return {(row[0], row[1]) for row in session.execute(statement)}


def add_many(session: Session, rows: Sequence[PriceVersion | PriceChange | PublishedFacts]) -> None:
    """Insert rows of one table in one go."""
    if rows:
        session.execute(insert(type(rows[0])), [row.model_dump() for row in rows])


def _made_by(by_admin: bool) -> ColumnElement[bool]:
    return col(PriceVersion.source) == ADMIN if by_admin else col(PriceVersion.source) != ADMIN
