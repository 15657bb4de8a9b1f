"""What can be wrong about folders, tags and selections."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class FolderNotFoundError(NotFoundError):
    default_key = "error.folder_not_found"


class FolderInItselfError(ConflictError):
    """A folder cannot lie in itself or in a folder inside it."""

    default_key = "error.folder_in_itself"


class FolderTooDeepError(InvalidInputError):
    default_key = "error.folder_too_deep"


class TooManyFoldersError(InvalidInputError):
    default_key = "error.too_many_folders"


class NameLengthError(InvalidInputError):
    """A name is empty or too long."""

    default_key = "error.name_length"


class TagNotFoundError(NotFoundError):
    default_key = "error.tag_not_found"


class TagExistsError(ConflictError):
    default_key = "error.tag_exists"


class TooManyTagsError(InvalidInputError):
    default_key = "error.too_many_tags"
