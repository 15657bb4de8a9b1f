"""What an invitation is worth on the day it is taken: whoever made it must still be allowed to make it."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.access import queries as access_queries
from chat_app.services.access.matrix import ROLES, Role, permissions_of
from chat_app.services.accounts import queries
from chat_app.services.accounts.one_time_links import Link


def role_of(link: Link) -> Role:
    """The role that a newcomer gets."""
    role = link.details.get("role")
    return role if role in ROLES else "user"


def still_stands(session: Session, link: Link) -> bool:
    """Whether its maker is here, and may still give the role. An administrator who was demoted leaves no way back in."""
    maker = _maker(session, link)
    needed = "invite" if role_of(link) == "user" else "admin.users"
    return maker is not None and needed in permissions_of(maker.role)


def groups_of(session: Session, link: Link) -> list[str]:
    """The groups that its maker may still add people to."""
    maker = _maker(session, link)
    leader = "" if maker is None or "admin.users" in permissions_of(maker.role) else maker.id
    wanted = [str(group_id) for group_id in link.details.get("group_ids", [])]
    return [group_id for group_id in wanted if maker and access_queries.may_add_to_group(session, group_id, leader)]


def _maker(session: Session, link: Link) -> models.User | None:
    maker = queries.find_user(session, link.created_by) if link.created_by else None
    return None if maker is None or maker.suspended_at or maker.deleted_at else maker
