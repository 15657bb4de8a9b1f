"""E-mails as files: the messages of a mailbox, and what is attached to a message. What strangers sent is counted before it is kept."""

from __future__ import annotations

import email
import hashlib
import mimetypes
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path, PurePosixPath

from chat_app.integrations.files.archives import MAX_MEMBERS, MAX_UNPACKED
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.sniffing import MAIL

HEAD = 64 * 1024
BEGINS = re.compile(rb"From \S.{0,300}\d{4}.{0,40}\r?\n")
"""The line above each message of a mailbox (RFC 4155, appendix A)."""
QUOTED = re.compile(rb"^>+From ")
LONGEST_LINE = 1_000_000
LONGEST_NAME = 300
DEEPEST = 3
"""Messages that are attached to messages."""


@dataclass(frozen=True, slots=True)
class MailPart:
    """A file out of a mail. `identity` is the same whenever it comes in the same message."""

    path: Path
    name: str
    identity: str


@dataclass(slots=True)
class MailLimits:
    """How much may still come out of what somebody handed in."""

    most_bytes: int
    """Of each file."""
    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED
    made: int = field(default=0, init=False)

    def take(self, size: int) -> None:
        """Raises `FileRefusedError` where it is too much."""
        self.members, self.unpacked, self.made = self.members - 1, self.unpacked - size, self.made + 1
        if self.members < 0 or self.unpacked < 0:
            raise FileRefusedError("attachment.too_complex")
        if size > self.most_bytes:
            raise FileRefusedError("attachment.too_large", max=self.most_bytes // 1_000_000)


def is_message(path: Path, name: str) -> bool:
    """Whether this is one e-mail."""
    if PurePosixPath(name).suffix.lower() != ".eml":
        return False
    with path.open("rb") as file:
        return bool(MAIL.match(file.read(HEAD).decode("latin-1").lstrip()))


def is_mailbox(path: Path) -> bool:
    """Whether this is a file of many e-mails."""
    with path.open("rb") as file:
        first = BEGINS.match(head := file.read(HEAD))
    return bool(first and MAIL.match(head[first.end() :].decode("latin-1")))


def messages(path: Path, folder: Path, limits: MailLimits) -> Iterator[MailPart]:
    """Write each message of a mailbox to `folder`. Raises `FileRefusedError`."""
    with path.open("rb") as file:
        lines = list[bytes]()
        size, is_start = 0, True
        while line := file.readline(LONGEST_LINE):
            if is_start and BEGINS.fullmatch(line) and lines:
                yield _message(lines, folder, limits)
                lines, size = [], 0
            elif not (is_start and not lines and BEGINS.fullmatch(line)):
                lines.append(line[1:] if QUOTED.match(line) else line)
                size += len(line)
            if size > limits.most_bytes:
                raise FileRefusedError("attachment.too_large", max=limits.most_bytes // 1_000_000)
            is_start = not line.strip()
        if lines:
            yield _message(lines, folder, limits)


def attachments(path: Path, folder: Path, limits: MailLimits, depth: int = 0) -> Iterator[MailPart]:
    """Write what is attached to a message to `folder`, and what is attached to messages that are. Raises `FileRefusedError`."""
    data = path.read_bytes()
    identity = hashlib.sha256(data).hexdigest()
    try:
        parts = list(_attached(email.message_from_bytes(data)))
    except RecursionError as error:
        raise FileRefusedError("attachment.too_complex") from error
    for number, part in enumerate(parts):
        name, content = _name(part), _content(part)
        if content:
            target = _write(content, folder, limits)
            yield MailPart(target, name, f"{identity}/{number}")
            if part.get_content_type() == "message/rfc822" and depth < DEEPEST:
                yield from attachments(target, folder, limits, depth + 1)


def _message(lines: list[bytes], folder: Path, limits: MailLimits) -> MailPart:
    data = b"".join(lines).rstrip(b"\r\n") + b"\n"
    target = _write(data, folder, limits)
    headers = email.message_from_bytes(data.partition(b"\n\n")[0] + b"\n\n")
    return MailPart(target, f"{_subject(headers) or 'message'}.eml", hashlib.sha256(data).hexdigest())


def _write(data: bytes, folder: Path, limits: MailLimits) -> Path:
    limits.take(len(data))
    target = folder / str(limits.made)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return target


def _attached(message: Message) -> Iterator[Message]:
    """Without pictures that stand in the text: logos and signatures. A message that is attached is one file."""
    waiting = _parts(message)[::-1]
    while waiting:
        part = waiting.pop()
        is_mail = part.get_content_type() == "message/rfc822"
        if part.is_multipart() and not is_mail:
            waiting += _parts(part)[::-1]
        elif is_mail or part.get_content_disposition() == "attachment" or (part.get_filename() and part.get_content_maintype() != "image"):
            yield part


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return next((inner.as_bytes() for inner in _parts(part)), b"")
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: Message) -> str:
    if part.get_content_type() == "message/rfc822":
        return f"{next((_subject(inner) for inner in _parts(part)), '') or 'message'}.eml"
    return _words(part.get_filename() or "") or f"attachment{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _subject(message: Message) -> str:
    return _words(str(message.get("Subject", "")))


def _words(text: str) -> str:
    """What is written in a header, without its encoding."""
    text = text[:LONGEST_NAME]
    try:
        return str(make_header(decode_header(text))).replace("/", "-").replace("\\", "-").strip()
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text.replace("/", "-").replace("\\", "-").strip()
