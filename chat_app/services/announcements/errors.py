"""What cannot be announced."""

from __future__ import annotations

from chat_app.errors import InvalidInputError, NotFoundError


class AnnouncementNotFoundError(NotFoundError):
    default_key = "announcements.error.not_found"


class AnnouncementTextError(InvalidInputError):
    """No text, or a longer one than fits."""

    default_key = "announcements.error.text"


class AnnouncementTimesError(InvalidInputError):
    default_key = "announcements.error.times"
