"""What administrators cannot do to people."""

from __future__ import annotations

from chat_app.errors import ConflictError, NotFoundError


class PersonNotFoundError(NotFoundError):
    default_key = "people.error.not_found"


class OwnRoleError(ConflictError):
    """Nobody raises, lowers, freezes or deletes themselves here."""

    default_key = "people.error.own_account"


class LastAdminError(ConflictError):
    """Nobody would be left to administer Parley."""

    default_key = "people.error.last_admin"
