"""Why an administrator does not get to read."""

from __future__ import annotations

from chat_app.errors import InvalidInputError, NotAllowedError, NotFoundError


class AccessNotFoundError(NotFoundError):
    """There is no such access, it is another administrator's, or it has ended: then nothing of the person is there."""

    default_key = "content_access.error.not_found"


class AccessForbiddenError(NotAllowedError):
    """The site's settings forbid it for all."""

    default_key = "content_access.error.forbidden"


class ReasonError(InvalidInputError):
    default_key = "content_access.error.reason"


class MinutesError(InvalidInputError):
    default_key = "content_access.error.minutes"
