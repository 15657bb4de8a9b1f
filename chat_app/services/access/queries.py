"""All SQL about groups and what they allow."""

from __future__ import annotations

from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.access.policy import Policy, combined


def policy_of(session: Session, user_id: str) -> Policy:
    """What the groups of a person allow, together."""
    statement = (
        select(models.Group.policy)
        .join(models.GroupMember, col(models.GroupMember.group_id) == col(models.Group.id))
        .where(models.GroupMember.user_id == user_id)
    )
    return combined([Policy.model_validate_json(policy) for policy in session.exec(statement)])
