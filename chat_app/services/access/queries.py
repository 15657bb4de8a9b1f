"""All SQL about groups and what they allow."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.access.policy import Policy, Standing, combined


def policy_of(session: Session, user_id: str) -> Standing:
    """What the groups of a person allow, together."""
    statement = (
        select(models.Group.id, models.Group.policy)
        .join(models.GroupMember, col(models.GroupMember.group_id) == col(models.Group.id))
        .where(models.GroupMember.user_id == user_id)
    )
    rows = session.exec(statement).all()
    return combined([Policy.model_validate_json(policy) for _, policy in rows], frozenset(group_id for group_id, _ in rows))


def may_add_to_group(session: Session, group_id: str, leader_id: str) -> bool:
    """Whether there is such a group and, unless `leader_id` is "", that person leads it."""
    if not leader_id:
        return session.get(models.Group, group_id) is not None
    member = session.get(models.GroupMember, (group_id, leader_id))
    return member is not None and member.leads


def add_to_group(session: Session, group_id: str, user_id: str, now: datetime) -> None:
    """Make somebody a member; nothing happens if they are, or if there is no such group any more."""
    if session.get(models.Group, group_id) and not session.get(models.GroupMember, (group_id, user_id)):
        session.add(models.GroupMember(group_id=group_id, user_id=user_id, added_at=now))


def may_act(session: Session, user_id: str, key_id: str, now: datetime) -> bool:
    """Whether the account is open and, for a program, the key with which it acts or the login session of its token still counts."""
    user = session.get(models.User, user_id)
    if user is None or user.suspended_at or user.deleted_at:
        return False
    if not key_id:
        return True
    if key := session.get(models.ApiKey, key_id):
        return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)
    login = session.get(models.LoginSession, key_id)
    return login is not None and login.revoked_at is None
