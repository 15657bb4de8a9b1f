"""Records that cross the border of the files domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much is taken, in bytes and files."""

    file_bytes: int
    message_bytes: int
    message_files: int
    storage_bytes: int

    @classmethod
    def of_megabytes(cls, file: int, message: int, message_files: int, storage: int) -> FileLimits:
        """From what the settings say."""
        return cls(file * MEGABYTE, message * MEGABYTE, message_files, storage * MEGABYTE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message, or one that waits in the composer while `message_id` is empty.

    `kind` is "image", "pdf", "office", "text" or "code"; `tokens` our estimate of what it adds to a request, for images the
    largest of `image_tokens`, which holds one for each way that vendors count ("openai", "anthropic", "google", "other").
    `problem` names the sentence that says what could not be read.
    """

    id: str
    name: str
    kind: str
    media_type: str
    size: int
    created_at: datetime
    tokens: int = 0
    image_tokens: dict[str, int] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    problem: str = ""
    conversation_id: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """The beginning of what was read out of a file; `length` is that of all of it, in characters."""

    text: str
    length: int


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """A large file on its way: `offset` of `size` bytes have come."""

    id: str
    name: str
    size: int
    offset: int
    conversation_id: str = ""
    attachment: Attachment | None = None
    """What became of it, once all has come."""


@dataclass(frozen=True, slots=True)
class SharedContent:
    """What another app handed over: a text and files that wait to be sent. `problems` say which files were refused, and why."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()
