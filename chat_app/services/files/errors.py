"""What can go wrong with files; the sentences are in `i18n/attachments.toml`."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError


class AttachmentNotFoundError(NotFoundError):
    default_key = "attachment.not_found"


class UploadNotFoundError(NotFoundError):
    default_key = "attachment.upload_gone"


class FileTooLargeError(InvalidInputError):
    status = 413
    default_key = "attachment.too_large"


class StorageFullError(LimitReachedError):
    status = 413
    default_key = "attachment.storage_full"


class WrongOffsetError(ConflictError):
    """The piece does not begin where the last one ended; `offset` is where."""

    default_key = "attachment.wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset
