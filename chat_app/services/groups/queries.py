"""All SQL of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Group, GroupMember, User
from chat_app.services.kernel.texts import needle

MEMBERS = (
    select_columns(func.count())
    .select_from(GroupMember)
    .join(User, col(User.id) == col(GroupMember.user_id))
    .where(col(GroupMember.group_id) == col(Group.id), col(User.deleted_at).is_(None))
    .correlate(Group)
)
NAME = func.lower(col(Group.name))


def list_groups(session: Session, search: str, after: tuple[str, str] | None, limit: int) -> Sequence[Any]:
    """Groups by name, with how many members each has and its sort key."""
    statement = select_columns(Group, MEMBERS.scalar_subquery(), NAME.label("key"))
    if text := needle(search):
        statement = statement.where(NAME.contains(text, autoescape=True))
    if after is not None:
        statement = statement.where(tuple_(NAME, col(Group.id)) > after)
    return session.execute(statement.order_by(NAME, col(Group.id)).limit(limit)).all()


def get_group(session: Session, group_id: str) -> Any | None:
    return session.execute(select_columns(Group, MEMBERS.scalar_subquery()).where(col(Group.id) == group_id)).first()


def lock_group(session: Session, group_id: str) -> Group | None:
    return session.get(Group, group_id, with_for_update=True)


def is_name_taken(session: Session, name: str, except_id: str) -> bool:
    """Whatever the case of its letters."""
    return session.exec(select(Group.id).where(name.lower() == NAME, col(Group.id) != except_id).limit(1)).first() is not None


def list_members(
    session: Session, group_id: str, search: str, after: tuple[str, str] | None, limit: int, *, hidden_role: str = ""
) -> Sequence[Any]:
    """People of a group by name, with their membership and sort key; nobody who has `hidden_role`."""
    name = func.lower(col(User.name))
    statement = (
        select_columns(User, GroupMember, name.label("key"))
        .join(GroupMember, col(GroupMember.user_id) == col(User.id))
        .where(col(GroupMember.group_id) == group_id, col(User.role) != hidden_role, col(User.deleted_at).is_(None))
    )
    if text := needle(search):
        statement = statement.where(
            name.contains(text, autoescape=True) | func.coalesce(col(User.email), "").contains(text, autoescape=True)
        )
    if after is not None:
        statement = statement.where(tuple_(name, col(User.id)) > after)
    return session.execute(statement.order_by(name, col(User.id)).limit(limit)).all()


def list_led_groups(session: Session, user_id: str) -> Sequence[Any]:
    """The groups that a person leads, with the number of members who are no administrators."""
    mine = select(GroupMember.group_id).where(GroupMember.user_id == user_id, col(GroupMember.leads).is_(True))
    counted = MEMBERS.where(col(User.role) != "admin").scalar_subquery()
    return session.execute(select_columns(Group, counted).where(col(Group.id).in_(mine)).order_by(NAME)).all()


def leads_group(session: Session, user_id: str, group_id: str) -> bool:
    row = session.get(GroupMember, (group_id, user_id))
    return row is not None and row.leads


def existing_people(session: Session, user_ids: Sequence[str]) -> set[str]:
    """Those of these ids that stand for somebody who is not about to go."""
    return set(session.exec(select(User.id).where(col(User.id).in_(user_ids), col(User.deleted_at).is_(None))))


def find_membership(session: Session, group_id: str, user_id: str) -> GroupMember | None:
    return session.get(GroupMember, (group_id, user_id))


def list_member_ids(session: Session, group_id: str) -> list[str]:
    return list(session.exec(select(GroupMember.user_id).where(GroupMember.group_id == group_id)).all())


def remove_members(session: Session, group_id: str, user_ids: Sequence[str]) -> None:
    session.execute(delete(GroupMember).where(col(GroupMember.group_id) == group_id, col(GroupMember.user_id).in_(user_ids)))
