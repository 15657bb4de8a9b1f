"""Fills a database with chats, as the product would have: every message is in the index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bench.search.texts import Texts
from chat_app.db import Database
from chat_app.models import Conversation, Message
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.ids import new_id
from chat_app.services.search.indexing import index_conversation

MESSAGES_EACH = 20
CHATS_AT_ONCE = 50
QUESTION_WORDS, ANSWER_WORDS = 30, 120
SPAN_DAYS = 900
MODEL = "openai/gpt-4o"


def fill(database: Database, messages: int, texts: Texts) -> None:
    """Write so many messages, spread over the last years, oldest first."""
    chats, now = messages // MESSAGES_EACH, datetime.now(UTC)
    for start in range(0, chats, CHATS_AT_ONCE):
        moments = [now - timedelta(days=SPAN_DAYS * (1 - number / chats)) for number in range(start, min(start + CHATS_AT_ONCE, chats))]
        database.write_now(lambda session, moments=moments: _write(session, moments, texts))


def _write(session: Session, moments: list[datetime], texts: Texts) -> None:
    for at in moments:
        chat = Conversation(id=new_id(), owner_id=OWNER_ID, title=texts.text(4), model_id=MODEL, created_at=at, updated_at=at)
        session.add(chat)
        session.flush()
        rows = _messages(chat.id, at, texts)
        session.add_all(rows)
        chat.active_leaf_id = rows[-1].id
        session.flush()
        index_conversation(session, chat)
        session.expunge_all()


def _messages(chat_id: str, at: datetime, texts: Texts) -> list[Message]:
    rows: list[Message] = []
    for number in range(MESSAGES_EACH):
        is_answer = number % 2 == 1
        row = Message(
            id=new_id(),
            conversation_id=chat_id,
            parent_id=rows[-1].id if rows else None,
            role="assistant" if is_answer else "user",
            text=texts.text(ANSWER_WORDS if is_answer else QUESTION_WORDS),
            model_id=MODEL if is_answer else "",
            created_at=at + timedelta(minutes=number),
        )
        rows.append(row)
    return rows
