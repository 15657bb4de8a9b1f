"""Fills a data folder: a chat of many messages, and many chats. Written by the product's own tables, not by its services."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.models import Conversation, Folder, Message, User
from chat_app.services.kernel.ids import new_id

MARK = "ENDOFCHAT"
"""Stands at the end of the last message of the long chat."""

ANSWER = (
    "### Point {number}\n\nThe **scheduler** keeps a queue of pending jobs; see `queue_limit={number}`.\n\n"
    "- hand each job to the first idle worker\n- measure before changing anything\n\n```python\nqueue.put({number})\n```\n"
)


def long_chat(database: Database, owner_id: str, messages: int) -> str:
    """Make a chat of alternating questions and answers; returns its id."""
    chat = Conversation(id=new_id(), owner_id=owner_id, title="A long chat", created_at=_now(), updated_at=_now())

    def write(session: Session) -> None:
        session.add(chat)
        session.flush()
        parent = None
        for number in range(messages):
            is_answer = number % 2 == 1
            text = ANSWER.format(number=number) if is_answer else f"Question {number}: how does it go on?"
            end = f"\n\n{MARK}" if number == messages - 1 else ""
            role = "assistant" if is_answer else "user"
            row = Message(id=new_id(), conversation_id=chat.id, parent_id=parent, role=role, text=text + end, created_at=_now())
            session.add(row)
            parent = row.id
        session.flush()
        chat.active_leaf_id = parent

    database.write_now(write)
    return chat.id


def many_chats(database: Database, owner_id: str, count: int) -> None:
    """Make empty chats, spread over the last year."""
    now = _now()
    rows = [
        Conversation(id=new_id(), owner_id=owner_id, title=f"Chat {number} about schedulers", created_at=when, updated_at=when)
        for number in range(count)
        for when in [now - timedelta(hours=1 + 8_760 * number / count)]
    ]
    database.write_now(lambda session: session.add_all(rows))


def folders_of_chats(database: Database, owner_id: str, folders: int, chats: int, open_folders: int) -> list[str]:
    """Make folders, every second one inside the one before it, with so many chats in all; the first ones are open. Returns their ids."""
    now = _now()
    ids = [new_id() for _ in range(folders)]
    rows = [
        Folder(
            id=ids[at], owner_id=owner_id, parent_id=ids[at - 1] if at % 2 else None, name=f"Folder {at:03}", position=at, created_at=now
        )
        for at in range(folders)
    ]
    filed = [
        Conversation(
            id=new_id(),
            owner_id=owner_id,
            title=f"Chat {at} about schedulers",
            folder_id=ids[at % folders],
            created_at=when,
            updated_at=when,
        )
        for at in range(chats)
        for when in [now - timedelta(hours=1 + 8_760 * at / chats)]
    ]

    def write(session: Session) -> None:
        for row in rows:
            session.add(row)
            session.flush()
        session.add_all(filed)
        if owner := session.get(User, owner_id):
            owner.settings = json.dumps({"open_folder_ids": ids[: open_folders * 2 : 2]})

    database.write_now(write)
    return ids


def _now() -> datetime:
    return datetime.now(UTC)
