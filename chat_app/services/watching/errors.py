"""What can be wrong about watched folders; the sentences are in `i18n/watching.toml`."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class WatchedFolderNotFoundError(NotFoundError):
    default_key = "watching.not_found"


class PlaceRefusedError(InvalidInputError):
    """No folder, or none that may be watched."""

    default_key = "watching.outside"


class WatchedAlreadyError(ConflictError):
    default_key = "watching.overlap"


class LookingError(ConflictError):
    """Somebody is looking through it just now."""

    default_key = "watching.busy"
