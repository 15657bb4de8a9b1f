"""What is written to the index, in the transaction of the change itself.

Making an `Entry` costs time and touches no database: for long texts do it before the transaction. Chats and messages in
the trash stay in the index (a search looks at their rows); what is deleted for good takes its entries along.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.search import entry_queries, queries
from chat_app.services.search.expression import FILE_MARK, LATER_MARK, chat_mark, kind_mark, model_marks, owner_mark
from chat_app.services.search.words import stems

AT_ONCE_TOKENS = 3_000
"""Texts of longer files are read into the index later, off the transaction of their message."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SLOTS = 16
_TRIES = 30
_LAST_POSITION = 16_383
"""Of a word in a PostgreSQL vector; words behind it all stand there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the index. `words` are its stems, and marks that begin with "_"."""

    owner_id: str
    conversation_id: str
    kind: str
    words: tuple[str, ...]
    at: datetime
    message_id: str | None = None
    attachment_id: str | None = None


def title_entry(conversation: models.Conversation) -> Entry:
    """A chat by its title."""
    marks = _marks(conversation.owner_id, conversation.id, "chat")
    words = (*marks, *stems(conversation.title))
    return Entry(conversation.owner_id, conversation.id, "chat", words, conversation.created_at)


def message_entry(
    owner_id: str, conversation_id: str, message_id: str, text: str, at: datetime, *, model_id: str = "", has_file: bool = False
) -> Entry:
    """A message by its text."""
    marks = (*_marks(owner_id, conversation_id, "message"), *model_marks(model_id), *([FILE_MARK] if has_file else []))
    return Entry(owner_id, conversation_id, "message", (*marks, *stems(text)), at, message_id)


def file_entry(owner_id: str, conversation_id: str, attachment: models.Attachment, *, text: bool = True) -> Entry:
    """A file by its name and the text that was read out of it; without `text` by its name until that is done."""
    marks = (*_marks(owner_id, conversation_id, "file"), FILE_MARK, *([] if text else [LATER_MARK]))
    words = (*marks, *stems(attachment.name), *(stems(attachment.text) if text else []))
    return Entry(owner_id, conversation_id, "file", words, attachment.created_at, attachment.message_id, attachment.id)


def index_title(session: Session, conversation: models.Conversation) -> None:
    """Let a chat be found by the title that it has now."""
    write_entry(session, title_entry(conversation))


def index_message(session: Session, owner_id: str, message: models.Message, *, has_file: bool = False) -> None:
    """Let a message be found by the text that it has now. Its row must have been flushed."""
    entry = message_entry(
        owner_id, message.conversation_id, message.id, message.text, message.created_at, model_id=message.model_id, has_file=has_file
    )
    write_entry(session, entry)


def index_attachments(session: Session, owner_id: str, conversation_id: str, attachments: Iterable[models.Attachment]) -> None:
    """Let files be found that belong to a message now, long ones by their names first. Their rows must have been flushed."""
    for attachment in attachments:
        write_entry(session, file_entry(owner_id, conversation_id, attachment, text=attachment.tokens < AT_ONCE_TOKENS))


def index_conversation(session: Session, conversation: models.Conversation) -> None:
    """Let a whole chat be found that was written as a copy: its title, messages and files."""
    index_title(session, conversation)
    files = queries.list_attachments_of(session, conversation.id)
    with_files = {attachment.message_id for attachment in files}
    for message in queries.list_messages_of(session, conversation.id):
        index_message(session, conversation.owner_id, message, has_file=message.id in with_files)
    index_attachments(session, conversation.owner_id, conversation.id, files)


def write_entry(session: Session, entry: Entry) -> None:
    """Put an entry in place of the one before, if any; without a word in it there is none."""
    entry_queries.forget_entry(session, entry.kind, entry.attachment_id or entry.message_id or entry.conversation_id)
    if LATER_MARK not in entry.words and all(word.startswith("_") for word in entry.words):
        return
    values = {
        "owner_id": entry.owner_id,
        "conversation_id": entry.conversation_id,
        "message_id": entry.message_id,
        "attachment_id": entry.attachment_id,
        "kind": entry.kind,
        "stems": vector(entry.words) if entry_queries.is_postgres(session) else " ".join(entry.words),
    }
    first = entry_id(entry.at, entry.attachment_id or entry.message_id or entry.conversation_id)
    for tried in range(_TRIES):
        # Ever further away: thousands of imported messages may be of one moment.
        if entry_queries.add_entry(session, {"id": first + (tried and random.randrange(_SLOTS << tried)), **values}):  # noqa: S311
            return
    raise RuntimeError(f"no free place in the index at {entry.at}")


def entry_id(at: datetime, identifier: str = "") -> int:
    """The place of something in the order of time: sixteen per millisecond; who finds it taken stands a little later."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    milliseconds = int((aware - _EPOCH).total_seconds() * 1000)
    return max(0, milliseconds) * _SLOTS + zlib.crc32(identifier.encode()) % _SLOTS


def vector(words: Iterable[str]) -> str:
    """Words with their places, as PostgreSQL reads a `tsvector`."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words, 1):
        places[word].append(min(place, _LAST_POSITION))
    return " ".join(f"{word}:{','.join(map(str, found[:255]))}" for word, found in places.items())


def _marks(owner_id: str, conversation_id: str, kind: str) -> tuple[str, ...]:
    return owner_mark(owner_id), chat_mark(conversation_id), kind_mark(kind)
