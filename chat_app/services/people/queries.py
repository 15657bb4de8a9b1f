"""All SQL about people as administrators and managers see them. Callers have checked that the actor is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, or_, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from chat_app.models import Group, GroupMember, LoginSession, Passkey, TotpFactor, User
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.texts import needle
from chat_app.services.people.dto import PeopleFilter

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def last_seen() -> ScalarSelect[Any]:
    """When any session of the person was last used."""
    return (
        select_columns(func.max(col(LoginSession.last_seen_at)))
        .where(col(LoginSession.user_id) == col(User.id))
        .correlate(User)
        .scalar_subquery()
    )


def is_somebody() -> ColumnElement[bool]:
    """Not the owner of `single` mode that nobody can sign in as, once somebody else administers: a row, but no person."""
    other = aliased(User)
    others = exists().where(
        col(other.id) != OWNER_ID, col(other.role) == "admin", col(other.email).is_not(None), col(other.deleted_at).is_(None)
    )
    return or_(col(User.id) != OWNER_ID, col(User.email).is_not(None), col(User.password_hash) != "", ~others)


def sort_key(sort: str) -> Any:
    """What the list is sorted by, before the id."""
    return {
        "name": func.lower(col(User.name)),
        "email": func.coalesce(col(User.email), ""),
        "created": col(User.created_at),
        "seen": func.coalesce(last_seen(), NEVER),
    }[sort]


def list_people(session: Session, wanted: PeopleFilter, after: tuple[str | datetime, str] | None, limit: int) -> Sequence[Any]:
    """People with when they were last seen and what they are sorted by."""
    key = sort_key(wanted.sort)
    statement = _narrowed(select_columns(User, last_seen().label("seen"), key.label("key")), wanted)
    place = tuple_(key, col(User.id))
    if after is not None:
        statement = statement.where(place < after if wanted.descending else place > after)
    order = (key.desc(), col(User.id).desc()) if wanted.descending else (key.asc(), col(User.id).asc())
    return session.execute(statement.order_by(*order).limit(limit)).all()


def count_people(session: Session, wanted: PeopleFilter) -> int:
    return session.execute(_narrowed(select_columns(func.count()).select_from(User), wanted)).scalar_one()


def get_group_names(session: Session, user_ids: Sequence[str]) -> dict[str, list[Any]]:
    """The groups of each of these people by name, as (person, group, name, leads)."""
    statement = (
        select_columns(col(GroupMember.user_id), col(Group.id), col(Group.name), col(GroupMember.leads))
        .join(Group, col(Group.id) == col(GroupMember.group_id))
        .where(col(GroupMember.user_id).in_(user_ids))
        .order_by(func.lower(col(Group.name)))
    )
    found: dict[str, list[Any]] = {}
    for row in session.execute(statement):
        found.setdefault(row[0], []).append(row)
    return found


def get_person(session: Session, person_id: str) -> Any | None:
    return session.execute(select_columns(User, last_seen()).where(col(User.id) == person_id)).first()


def lock_person(session: Session, person_id: str) -> User | None:
    return session.get(User, person_id, with_for_update=True)


def lock_active_admins(session: Session) -> list[str]:
    """The ids of all who can administer now; on PostgreSQL nobody else changes one of them until the transaction ends."""
    statement = (
        select(User.id)
        .where(User.role == "admin", col(User.suspended_at).is_(None), col(User.deleted_at).is_(None), is_somebody())
        .order_by(User.id)
        .with_for_update()
    )
    return list(session.exec(statement))


def replace_groups(session: Session, person_id: str, leads: dict[str, bool], now: datetime) -> None:
    """Let the person be in these groups and in no other; who stays keeps the day on which they came."""
    stay = {row.group_id: row for row in session.exec(select(GroupMember).where(GroupMember.user_id == person_id))}
    session.execute(delete(GroupMember).where(col(GroupMember.user_id) == person_id, col(GroupMember.group_id).not_in(leads)))
    for group_id, leading in leads.items():
        if group_id in stay:
            stay[group_id].leads = leading
        else:
            session.add(GroupMember(group_id=group_id, user_id=person_id, leads=leading, added_at=now))


def get_names(session: Session, user_ids: Sequence[str]) -> dict[str, str]:
    """Names by id; the address of who has none."""
    statement = select_columns(col(User.id), col(User.name), col(User.email)).where(col(User.id).in_(user_ids))
    return {user_id: name or email or "" for user_id, name, email in session.execute(statement)}


def count_unprotected_admins(session: Session) -> int:
    """Administrators who come in with a password alone."""
    apps = select(TotpFactor.user_id).where(col(TotpFactor.confirmed_at).is_not(None))
    keys = select(Passkey.user_id)
    unprotected = (
        col(User.role) == "admin",
        col(User.password_hash) != "",
        *_in_state("active"),
        col(User.id).not_in(apps),
        col(User.id).not_in(keys),
    )
    return session.execute(select_columns(func.count()).select_from(User).where(*unprotected)).scalar_one()


def existing_groups(session: Session, group_ids: Sequence[str]) -> set[str]:
    return set(session.exec(select(Group.id).where(col(Group.id).in_(group_ids))))


def _narrowed(statement: Any, wanted: PeopleFilter) -> Any:
    for condition in _conditions(wanted):
        statement = statement.where(condition)
    return statement


def _conditions(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [is_somebody()]
    if text := needle(wanted.search):
        found.append(
            or_(
                func.lower(col(User.name)).contains(text, autoescape=True),
                func.coalesce(col(User.email), "").contains(text, autoescape=True),
                col(User.id) == text,
            )
        )
    if wanted.role:
        found.append(col(User.role) == wanted.role)
    if wanted.group_id:
        found.append(col(User.id).in_(select(GroupMember.user_id).where(GroupMember.group_id == wanted.group_id)))
    return [*found, *_in_state(wanted.state)]


def _in_state(state: str) -> Sequence[ColumnElement[bool]]:
    deleted, suspended = col(User.deleted_at).is_not(None), col(User.suspended_at).is_not(None)
    return {"deleted": [deleted], "suspended": [~deleted, suspended], "active": [~deleted, ~suspended]}.get(state, [])
