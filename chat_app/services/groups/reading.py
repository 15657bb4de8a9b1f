"""Lists of groups and of their people."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.access.policy import Policy
from chat_app.services.groups import queries
from chat_app.services.groups.dto import Group, LedGroup, Member
from chat_app.services.groups.errors import GroupNotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.csv_text import csv_text
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor

MAX_EXPORT = 100_000
CSV_HEADER = ("id", "name", "description", "members", "models", "features_off", "created_at")


def read_groups(session: Session, search: str, cursor: str, size: int) -> Page[Group]:
    rows = queries.list_groups(session, search, _after(cursor), size + 1)
    items = [_record(row, members) for row, members, _key in rows[:size]]
    return Page(items, encode_cursor(rows[size - 1][2], items[-1].id) if len(rows) > size else "")


def read_group(session: Session, group_id: str) -> Group:
    row = queries.get_group(session, group_id)
    if row is None:
        raise GroupNotFoundError
    return _record(*row)


def read_members(session: Session, group_id: str, search: str, cursor: str, size: int, *, hidden_role: str = "") -> Page[Member]:
    read_group(session, group_id)
    rows = queries.list_members(session, group_id, search, _after(cursor), size + 1, hidden_role=hidden_role)
    items = [_member(user, membership) for user, membership, _key in rows[:size]]
    return Page(items, encode_cursor(rows[size - 1][2], items[-1].id) if len(rows) > size else "")


def read_led(session: Session, actor: Actor) -> list[LedGroup]:
    return [LedGroup(row.id, row.name, row.description, members) for row, members in queries.list_led_groups(session, actor.user_id)]


def read_led_members(session: Session, actor: Actor, group_id: str, search: str, cursor: str, size: int) -> Page[Member]:
    """Like a group that does not exist for whoever does not lead it."""
    if not queries.leads_group(session, actor.user_id, group_id):
        raise GroupNotFoundError
    return read_members(session, group_id, search, cursor, size, hidden_role="admin")


def read_csv(session: Session) -> str:
    rows = queries.list_groups(session, "", None, MAX_EXPORT)
    groups = [_record(row, members) for row, members, _key in rows]
    return csv_text(
        CSV_HEADER,
        (
            (
                group.id,
                group.name,
                group.description,
                group.members,
                " ".join(group.policy.models),
                " ".join(sorted(group.policy.features_off)),
                group.created_at.isoformat(timespec="seconds"),
            )
            for group in groups
        ),
    )


def _after(cursor: str) -> tuple[str, str] | None:
    if not cursor:
        return None
    key, id_ = decode_cursor(cursor, 2)
    return key, id_


def _record(row: models.Group, members: int) -> Group:
    policy = Policy.model_validate_json(row.policy)
    return Group(row.id, row.name, row.description, policy, members, row.created_at, row.updated_at)


def _member(user: models.User, membership: models.GroupMember) -> Member:
    state = "active" if user.suspended_at is None else "suspended"
    return Member(user.id, user.name, user.email or "", user.role, state, membership.leads, membership.added_at)
