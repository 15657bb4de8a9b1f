"""All SQL about what is set for models."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Group, GroupMember, ModelSetting

_AT_ONCE = 500


def read_settings(session: Session, owner_id: str | None) -> Sequence[Any]:
    """Of a person, or (None) of administrators: (model_id, enabled, label, facts, group_ids)."""
    columns = (ModelSetting.model_id, ModelSetting.enabled, ModelSetting.label, ModelSetting.facts, ModelSetting.group_ids)
    statement = select_columns(*(col(column) for column in columns)).where(_owned(owner_id)).order_by(col(ModelSetting.model_id))
    return [tuple(row) for row in session.execute(statement)]


def read_group_ids(session: Session, user_id: str) -> list[str]:
    """The groups that a person is in."""
    return list(session.exec(select(GroupMember.group_id).where(GroupMember.user_id == user_id)))


def lock_setting(session: Session, owner_id: str | None, model_id: str) -> ModelSetting | None:
    statement = select(ModelSetting).where(_owned(owner_id), ModelSetting.model_id == model_id).with_for_update()
    return session.exec(statement).one_or_none()


def lock_settings(session: Session, owner_id: str | None, model_ids: Collection[str]) -> dict[str, ModelSetting]:
    """Those that there are, by model."""
    rows = session.exec(select(ModelSetting).where(_owned(owner_id)).with_for_update())
    return {row.model_id: row for row in rows if row.model_id in model_ids}


def insert_settings(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(ModelSetting), rows)


def delete_settings(session: Session, ids: Sequence[str]) -> None:
    for begin in range(0, len(ids), _AT_ONCE):
        session.execute(delete(ModelSetting).where(col(ModelSetting.id).in_(ids[begin : begin + _AT_ONCE])))


def existing_groups(session: Session, group_ids: Iterable[str]) -> set[str]:
    """Those of these ids that stand for a group."""
    return set(session.exec(select(Group.id).where(col(Group.id).in_(list(group_ids)))))


def _owned(owner_id: str | None) -> Any:
    return col(ModelSetting.owner_id).is_(None) if owner_id is None else col(ModelSetting.owner_id) == owner_id
