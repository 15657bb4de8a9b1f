"""Groups made, changed and filled, each within the transaction that also writes the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.services.access.matrix import features
from chat_app.services.audit.log import AuditLog
from chat_app.services.groups import queries
from chat_app.services.groups.dto import GroupDetails
from chat_app.services.groups.errors import (
    GroupNameError,
    GroupNameTakenError,
    GroupNotFoundError,
    MemberNotFoundError,
    UnknownFeatureError,
)
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.texts import is_storable
from chat_app.services.projects.member_queries import take_out_chats

MAX_NAME = 100
MAX_DESCRIPTION = 500


class GroupChanges:
    """The database parts. Whoever calls them has asked for the permission."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def create(self, session: Session, actor: Actor, details: GroupDetails, now: datetime) -> str:
        wanted = checked(session, details, "")
        row = models.Group(id=new_id(), created_at=now, updated_at=now, **wanted)
        session.add(row)
        session.flush()
        self._record(session, actor, "group.create", row.id)
        return row.id

    def change(self, session: Session, actor: Actor, group_id: str, details: GroupDetails, now: datetime) -> None:
        row = found(session, group_id)
        wanted = checked(session, details, group_id)
        changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
        row.name, row.description, row.policy = wanted["name"], wanted["description"], wanted["policy"]
        row.updated_at = now
        self._record(session, actor, "group.change", row.id, fields=changed)

    def delete(self, session: Session, actor: Actor, group_id: str) -> None:
        people = queries.list_member_ids(session, group_id)
        session.delete(found(session, group_id))
        session.flush()
        take_out_chats(session, people)
        self._record(session, actor, "group.delete", group_id)

    def add_members(self, session: Session, actor: Actor, group_id: str, user_ids: Sequence[str], now: datetime) -> None:
        found(session, group_id)
        if queries.existing_people(session, user_ids) != set(user_ids):
            raise MemberNotFoundError
        for user_id in user_ids:
            if queries.find_membership(session, group_id, user_id) is None:
                session.add(models.GroupMember(group_id=group_id, user_id=user_id, added_at=now))
                self._record(session, actor, "group.add_member", group_id, subject_id=user_id)

    def remove_members(self, session: Session, actor: Actor, group_id: str, user_ids: Sequence[str]) -> None:
        found(session, group_id)
        there = [user_id for user_id in user_ids if queries.find_membership(session, group_id, user_id)]
        queries.remove_members(session, group_id, there)
        # What they began in projects that only the group let them into goes with them.
        take_out_chats(session, there)
        for user_id in there:
            self._record(session, actor, "group.remove_member", group_id, subject_id=user_id)

    def set_lead(self, session: Session, actor: Actor, group_id: str, user_id: str, *, leads: bool) -> None:
        found(session, group_id)
        row = queries.find_membership(session, group_id, user_id)
        if row is None:
            raise MemberNotFoundError
        if row.leads != leads:
            row.leads = leads
            self._record(session, actor, "group.lead", group_id, subject_id=user_id, leads=leads)

    def _record(self, session: Session, actor: Actor, action: str, group_id: str, *, subject_id: str = "", **details: Any) -> None:
        self._audit.record(session, actor, action, kind="group", object_id=group_id, subject_id=subject_id, **details)


def found(session: Session, group_id: str) -> models.Group:
    """The row, to be changed; raises `GroupNotFoundError`."""
    row = queries.lock_group(session, group_id)
    if row is None:
        raise GroupNotFoundError
    return row


def checked(session: Session, details: GroupDetails, group_id: str) -> dict[str, str]:
    """The columns; raises `GroupNameError`, `GroupNameTakenError` or `UnknownFeatureError`."""
    name, description = " ".join(details.name.split()), details.description.strip()
    if not 1 <= len(name) <= MAX_NAME or len(description) > MAX_DESCRIPTION or not is_storable([name, description]):
        raise GroupNameError(max=MAX_NAME)
    if queries.is_name_taken(session, name, group_id):
        raise GroupNameTakenError(name=name)
    if not details.policy.features_off <= features():
        raise UnknownFeatureError
    if not is_storable(details.policy.models):
        raise InvalidInputError
    return {"name": name, "description": description, "policy": details.policy.model_dump_json()}
