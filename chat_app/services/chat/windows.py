"""Stretches of a branch far from its end: around a message that was looked for, and on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.chat import queries
from chat_app.services.chat.branch_queries import list_branch_ids
from chat_app.services.chat.dto import ConversationChange, MessagePage
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.messages import message_records
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import role_in

AROUND = 15
"""Messages above and below the one that was looked for."""
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Window:
    """Messages of the branch on show. `end_id`: the last of them; empty when the branch ends there, too."""

    conversation_id: str
    page: MessagePage
    end_id: str = ""


class Announcer(Protocol):
    """Tells the other pages (the change feed)."""

    def publish(self, user_id: str, change: ConversationChange) -> None: ...


class BranchWindows:
    """Reads stretches of branches."""

    def __init__(self, db: Database, changes: ChangeFeed) -> None:
        self._db = db
        self._changes = changes

    async def around(self, actor: Actor, message_id: str) -> Window:
        """The messages around one, whose branch comes on show if it was not. Raises `NotFoundError`."""
        chat_id = await self._db.read(lambda session: _hidden_in(session, actor, message_id))
        if chat_id:
            await self._db.write(lambda session: _show(session, actor, message_id))
            self._changes.publish(actor.user_id, ConversationChange(chat_id, "messages"))
        return await self._db.read(lambda session: _around(session, actor, message_id))

    async def near(self, actor: Actor, conversation_id: str, message_id: str) -> Window | None:
        """The messages around one of the branch on show; None when it is not on it."""
        return await self._db.read(lambda session: _near(session, actor, conversation_id, message_id))

    async def ending_at(self, actor: Actor, conversation_id: str, end_id: str, limit: int) -> Window:
        """Up to `limit` messages of the branch on show, `end_id` the last; the branch's end if that is not on it."""
        return await self._db.read(lambda session: _ending_at(session, actor, conversation_id, end_id, limit))

    async def after(self, actor: Actor, conversation_id: str, message_id: str, limit: int) -> Window:
        """The next messages behind this one on the branch on show."""
        return await self._db.read(lambda session: _after(session, actor, conversation_id, message_id, limit))


def _path(session: Session, actor: Actor, conversation_id: str) -> list[str]:
    leaf = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER).active_leaf_id
    return list_branch_ids(session, leaf) if leaf else []


def _place(path: list[str], message: models.Message) -> int | None:
    """Where a message stands on a path; an answer beside others in a comparison stands where the chosen one does."""
    if message.id in path:
        return path.index(message.id)
    if message.comparison_id and message.parent_id in path and path.index(message.parent_id) + 1 < len(path):
        return path.index(message.parent_id) + 1
    return None


def _hidden_in(session: Session, actor: Actor, message_id: str) -> str:
    """The chat of a message that is not on its branch on show; empty when it is, and for readers who may not change what is on show."""
    message, chat = queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)
    hidden = _place(_path(session, actor, chat.id), message) is None
    writes = chat.owner_id == actor.user_id or role_in(session, actor.user_id, chat.folder_id or "") >= FolderRole.EDITOR
    return chat.id if hidden and writes else ""


def _show(session: Session, actor: Actor, message_id: str) -> None:
    message, chat = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
    chat.active_leaf_id = queries.find_latest_leaf(session, message.id)


def _around(session: Session, actor: Actor, message_id: str) -> Window:
    message, chat = queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)
    path = _path(session, actor, chat.id)
    place = _place(path, message) or 0
    return _window(session, chat.id, path, place - AROUND, place + AROUND + 1)


def _near(session: Session, actor: Actor, conversation_id: str, message_id: str) -> Window | None:
    path = _path(session, actor, conversation_id)
    if message_id not in path:
        return None
    place = path.index(message_id)
    return _window(session, conversation_id, path, place - AROUND, place + AROUND + 1)


def _ending_at(session: Session, actor: Actor, conversation_id: str, end_id: str, limit: int) -> Window:
    path = _path(session, actor, conversation_id)
    end = path.index(end_id) + 1 if end_id in path else len(path)
    return _window(session, conversation_id, path, end - limit, end)


def _after(session: Session, actor: Actor, conversation_id: str, message_id: str, limit: int) -> Window:
    path = _path(session, actor, conversation_id)
    start = path.index(message_id) + 1 if message_id in path else len(path)
    return _window(session, conversation_id, path, start, start + min(limit, MAX_PAGE))


def _window(session: Session, conversation_id: str, path: list[str], start: int, end: int) -> Window:
    start, end = max(0, start), min(end, len(path))
    rows = queries.list_path(session, path[end - 1], end - start) if end > start else []
    page = MessagePage(message_records(session, conversation_id, rows), has_earlier=start > 0)
    return Window(conversation_id, page, path[end - 1] if end < len(path) else "")
