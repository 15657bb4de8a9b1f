"""What goes wrong with groups."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class GroupNotFoundError(NotFoundError):
    default_key = "groups.error.not_found"


class GroupNameTakenError(ConflictError):
    default_key = "groups.error.name_taken"


class GroupNameError(InvalidInputError):
    """A group needs a name of 1 to 100 characters."""

    default_key = "groups.error.name"


class UnknownFeatureError(InvalidInputError):
    """Only features can be switched off, not what everybody has."""

    default_key = "groups.error.feature"


class MemberNotFoundError(NotFoundError):
    default_key = "people.error.not_found"
