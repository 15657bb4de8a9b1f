"""Archives and mailboxes: each file in them becomes a document of its own, and so does what is attached to a mail."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from chat_app.integrations.files.archives import check_declared, checked_archive
from chat_app.integrations.files.mailboxes import MailLimits, MailPart, attachments, is_mailbox, is_message, messages
from chat_app.integrations.files.port import FileRefusedError
from chat_app.services.knowledge.dto import Incoming

MARKS = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
"""Files of which one is in every document that is a ZIP itself."""
BY_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def opened(path: Path, name: str, folder: Path, most_bytes: int) -> list[Incoming]:
    """The documents that a file is: itself, or what is in it. Raises `FileRefusedError`; takes its time."""
    files = [(path, name)]
    if is_archive(path, name):
        files = unpack(path, folder / "unpacked", most_bytes)
    parts = folder / "parts"
    parts.mkdir(mode=0o700)
    limits = MailLimits(most_bytes)
    return [incoming for file, called in files for incoming in _documents(file, called, parts, limits)]


def _documents(path: Path, name: str, parts: Path, limits: MailLimits) -> Iterator[Incoming]:
    if is_mailbox(path):
        for mail in messages(path, parts, limits):
            yield _of_mail(mail)
            yield from map(_of_mail, attachments(mail.path, parts, limits))
        return
    yield _incoming(path, name)
    if is_message(path, name):
        yield from map(_of_mail, attachments(path, parts, limits))


def _of_mail(part: MailPart) -> Incoming:
    return Incoming(part.path, part.name, "mail", part.identity)


def _incoming(path: Path, name: str) -> Incoming:
    """A file of a folder is known by its path when the folder is uploaded again."""
    inside = name.replace("\\", "/").strip("/")
    return Incoming(path, name, source_ref=inside[-2_000:] if "/" in inside else "")


def is_archive(path: Path, name: str) -> bool:
    """Whether this is a ZIP of files, and no document that is packed as one. Raises `FileRefusedError` for too many members."""
    if PurePosixPath(name).suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return False
    check_declared(path)
    with zipfile.ZipFile(path) as archive:
        return not set(MARKS) & set(archive.namelist())


def unpack(path: Path, folder: Path, most_bytes: int) -> list[tuple[Path, str]]:
    """Write each file of a ZIP to `folder` under a number; with the path that it has inside.

    Raises `FileRefusedError` for archives that are encrypted, broken, unpack to too much, or hold nothing.
    """
    folder.mkdir(mode=0o700)
    try:
        with checked_archive(path) as archive:
            members = list(_wanted(archive.infolist()))
            found = [(_write(archive, member, folder / str(at), most_bytes), member.filename) for at, member in enumerate(members)]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise FileRefusedError("attachment.broken") from error
    if not found:
        raise FileRefusedError("attachment.empty")
    return found


def _wanted(members: Iterable[zipfile.ZipInfo]) -> Iterable[zipfile.ZipInfo]:
    for member in members:
        parts = PurePosixPath(member.filename).parts
        if not member.is_dir() and parts and not any(part in BY_SYSTEMS or part.startswith(".") for part in parts):
            yield member


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most_bytes: int) -> Path:
    if member.file_size > most_bytes:
        raise FileRefusedError("attachment.too_large", max=most_bytes // 1_000_000)
    with archive.open(member) as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)
    return target
