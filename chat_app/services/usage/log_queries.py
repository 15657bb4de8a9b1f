"""All SQL that reads the log of calls. What people ask takes the actor; what administrators ask has been checked before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, literal, select, tuple_
from sqlmodel import Session, col

from chat_app.models import ApiKey, Conversation, Folder, UsageCall, User
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage.dto import GroupBy, UsageFilter

MOST_GROUPS = 1_000
FOLDER_DEPTH = 50
After = tuple[datetime, str]

_GROUPS = {
    "day": col(UsageCall.day),
    "model": col(UsageCall.model_id),
    "provider": col(UsageCall.provider),
    "kind": col(UsageCall.kind),
    "project": col(UsageCall.folder_id),
    "key": col(UsageCall.api_key_id),
    "person": col(UsageCall.owner_id),
}
_OWN_KEY = col(UsageCall.own_key).is_(True)
_COST, _SALE = func.coalesce(col(UsageCall.cost_nano), 0), func.coalesce(col(UsageCall.sale_nano), 0)
_SUMS = (
    func.count(),
    func.sum(col(UsageCall.tokens_in)),
    func.sum(col(UsageCall.tokens_out)),
    func.sum(col(UsageCall.tokens_cached)),
    func.sum(_SALE),
    func.sum(case((_OWN_KEY, _COST), else_=0)),
    func.sum(case((col(UsageCall.cost_nano).is_(None), 1), else_=0)),
    func.sum(case((_OWN_KEY, 0), else_=_COST)),
)
"""In the order of `UsageSum` behind its label, then the cost of the platform's keys."""


def list_own(session: Session, actor: Actor, wanted: UsageFilter, after: After | None, limit: int) -> Sequence[Row[Any]]:
    """The actor's calls, latest first, each with the title of its chat and the names of project and key, as far as these are there."""
    mine = col(UsageCall.owner_id) == actor.user_id
    living = (col(Conversation.owner_id) == actor.user_id, col(Conversation.deleted_at).is_(None))
    statement = (
        select(UsageCall, col(Conversation.title), col(Folder.name), col(ApiKey.name))
        .outerjoin(Conversation, (col(Conversation.id) == col(UsageCall.conversation_id)) & living[0] & living[1])
        .outerjoin(Folder, (col(Folder.id) == col(UsageCall.folder_id)) & (col(Folder.owner_id) == actor.user_id))
        .outerjoin(ApiKey, (col(ApiKey.id) == col(UsageCall.api_key_id)) & (col(ApiKey.owner_id) == actor.user_id))
        .where(mine, *_conditions(wanted, actor))
    )
    return _newest(session, statement, after, limit)


def list_all(session: Session, wanted: UsageFilter, after: After | None, limit: int) -> Sequence[Row[Any]]:
    """Everybody's calls, latest first, each with the name of its person."""
    statement = select(UsageCall, col(User.name)).join(User, col(User.id) == col(UsageCall.owner_id))
    return _newest(session, statement.where(*_conditions(wanted), *_person(wanted)), after, limit)


def sum_own(session: Session, actor: Actor, wanted: UsageFilter, by: GroupBy | None) -> Sequence[Row[Any]]:
    """The actor's sums, by `by` or in all: the key, then `_SUMS`."""
    return _sum(session, by, [col(UsageCall.owner_id) == actor.user_id, *_conditions(wanted, actor)])


def sum_all(session: Session, wanted: UsageFilter, by: GroupBy | None) -> Sequence[Row[Any]]:
    """Everybody's sums."""
    return _sum(session, by, [*_conditions(wanted), *_person(wanted)])


def sum_own_by_rate(session: Session, actor: Actor, wanted: UsageFilter, by: GroupBy) -> Sequence[Row[Any]]:
    """The actor's sums apart for each day of exchange rates: the key, that day, the currency, then `_SUMS`."""
    return _sum_by_rate(session, by, [col(UsageCall.owner_id) == actor.user_id, *_conditions(wanted, actor)])


def sum_all_by_rate(session: Session, wanted: UsageFilter, by: GroupBy) -> Sequence[Row[Any]]:
    """Everybody's sums likewise."""
    return _sum_by_rate(session, by, [*_conditions(wanted), *_person(wanted)])


def names_of_projects(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    statement = select(col(Folder.id), col(Folder.name)).where(col(Folder.id).in_(list(ids)), col(Folder.owner_id) == actor.user_id)
    return _names(session, statement)


def names_of_keys(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    statement = select(col(ApiKey.id), col(ApiKey.name)).where(col(ApiKey.id).in_(list(ids)), col(ApiKey.owner_id) == actor.user_id)
    return _names(session, statement)


def names_of_people(session: Session, ids: Iterable[str]) -> dict[str, str]:
    return _names(session, select(col(User.id), col(User.name)).where(col(User.id).in_(list(ids))))


def _names(session: Session, statement: Select[str, str]) -> dict[str, str]:
    return {row[0]: row[1] for row in session.execute(statement)}


def _newest(session: Session, statement: Select[*tuple[Any, ...]], after: After | None, limit: int) -> Sequence[Row[Any]]:
    if after is not None:
        statement = statement.where(tuple_(col(UsageCall.created_at), col(UsageCall.id)) < after)
    return session.execute(statement.order_by(col(UsageCall.created_at).desc(), col(UsageCall.id).desc()).limit(limit)).all()


def _sum(session: Session, by: GroupBy | None, conditions: list[ColumnElement[bool]]) -> Sequence[Row[Any]]:
    if by is None:
        return session.execute(select(literal(""), *_SUMS).where(*conditions)).all()
    key = _GROUPS[by]
    order = key.asc() if by == "day" else func.sum(_COST).desc()
    return session.execute(select(key, *_SUMS).where(*conditions).group_by(key).order_by(order, key).limit(MOST_GROUPS)).all()


def _sum_by_rate(session: Session, by: GroupBy, conditions: list[ColumnElement[bool]]) -> Sequence[Row[Any]]:
    parts = (_GROUPS[by], col(UsageCall.rate_day), col(UsageCall.currency))
    return session.execute(select(*parts, *_SUMS).where(*conditions).group_by(*parts).order_by(*parts)).all()


def _conditions(wanted: UsageFilter, actor: Actor | None = None) -> list[ColumnElement[bool]]:
    """What the filter asks for, but for the person."""
    equal = {"model_id": wanted.model_id, "provider": wanted.provider, "kind": wanted.kind, "status": wanted.status}
    found = [col(getattr(UsageCall, name)) == value for name, value in equal.items() if value]
    if wanted.first_day:
        found.append(col(UsageCall.created_at) >= datetime.combine(wanted.first_day, time(), UTC))
    if wanted.last_day:
        found.append(col(UsageCall.created_at) <= datetime.combine(wanted.last_day, time.max, UTC))
    if wanted.api_key_id is not None:
        found.append(col(UsageCall.api_key_id) == wanted.api_key_id)
    if wanted.conversation_id and actor:
        found.append(col(UsageCall.conversation_id) == wanted.conversation_id)
    if wanted.folder_id is not None and actor:
        found.append(_in_project(actor, wanted.folder_id))
    return found


def _person(wanted: UsageFilter) -> list[ColumnElement[bool]]:
    return [col(UsageCall.owner_id) == wanted.person_id] if wanted.person_id else []


def _in_project(actor: Actor, folder_id: str) -> ColumnElement[bool]:
    """In this folder or one inside it, also when the folder itself is gone."""
    if not folder_id:
        return col(UsageCall.folder_id) == ""
    inside = select(literal(folder_id).label("id"), literal(1).label("depth")).cte("inside", recursive=True)
    step = select(col(Folder.id), inside.c.depth + 1).where(
        col(Folder.parent_id) == inside.c.id, col(Folder.owner_id) == actor.user_id, inside.c.depth < FOLDER_DEPTH
    )
    return col(UsageCall.folder_id).in_(select(inside.union_all(step).c.id))
