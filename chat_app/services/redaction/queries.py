"""All SQL about who wants personal data to stay."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import role_in

DEEPEST = 100
"""Folders do not nest deeper; a circle ends here."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for a chat, for the folders that it is in (the nearest one that says anything), and by its person."""

    chat: bool | None
    folder: bool | None
    person: bool


def choices(session: Session, person_id: str, chat_id: str) -> Choices:
    """Those of a person and a chat; one that they may not read, or none, says nothing."""
    user = session.get(models.User, person_id)
    chat = session.get(models.Conversation, chat_id) if chat_id else None
    if chat is not None and chat.owner_id != person_id and not role_in(session, person_id, chat.folder_id or ""):
        chat = None
    folder = _of_folder(session, chat.folder_id if chat else None)
    return Choices(chat.redact if chat else None, folder, bool(user and _settings(user).get("redact")))


def own_chat(session: Session, actor: Actor, chat_id: str) -> models.Conversation:
    row = session.get(models.Conversation, chat_id)
    if row is None or row.owner_id != actor.user_id:
        raise NotFoundError("error.conversation_not_found")
    return row


def own_folder(session: Session, actor: Actor, folder_id: str) -> models.Folder:
    row = session.get(models.Folder, folder_id)
    if row is None or row.owner_id != actor.user_id or row.deleted_at:
        raise NotFoundError
    return row


def _of_folder(session: Session, folder_id: str | None) -> bool | None:
    for _ in range(DEEPEST):
        folder = session.get(models.Folder, folder_id) if folder_id else None
        if folder is None or folder.redact is not None:
            return folder.redact if folder else None
        folder_id = folder.parent_id
    return None


def _settings(user: models.User) -> dict[str, object]:
    try:
        stored = json.loads(user.settings)
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}
