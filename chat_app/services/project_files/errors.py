"""What can be wrong about the ZIP of a project."""

from __future__ import annotations

from chat_app.errors import InvalidInputError, LimitReachedError, NotFoundError


class NoProjectFileError(InvalidInputError):
    """This is no ZIP of a project."""

    default_key = "project_file.error.no_project"


class NewerProjectFileError(InvalidInputError):
    """A newer Parley wrote it."""

    default_key = "project_file.error.newer"


class BrokenProjectFileError(InvalidInputError):
    """Something in it is damaged; `place` says where."""

    default_key = "project_file.error.broken"

    def __init__(self, place: str) -> None:
        super().__init__(place=place)


class TooLargeProjectFileError(InvalidInputError):
    """It holds more, or unpacks to more, than any project."""

    default_key = "project_file.error.too_large"


class ImportRunningError(LimitReachedError):
    """One at a time is enough for anybody."""

    default_key = "project_file.error.running"


class ImportNotFoundError(NotFoundError):
    default_key = "project_file.error.not_found"
