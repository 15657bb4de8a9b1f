"""Accounts that nobody gets into, and what their owners are told once they have proved who they are."""

from __future__ import annotations

from chat_app import models
from chat_app.errors import NotAllowedError


class AccountSuspendedError(NotAllowedError):
    """An administrator closed the account and can open it again."""

    default_key = "auth.error.account_suspended"


class AccountDeletedError(NotAllowedError):
    """The account is on its way out; an administrator can keep it until it is erased."""

    default_key = "auth.error.account_deleted"


def require_open(user: models.User) -> None:
    """Raise one of these for a closed account. Only for whoever has proved that it is theirs: others learn nothing about it."""
    if user.deleted_at:
        raise AccountDeletedError
    if user.suspended_at:
        raise AccountSuspendedError
