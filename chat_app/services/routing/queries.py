"""All SQL about who wants local models only."""

from __future__ import annotations

import json

from sqlmodel import Session

from chat_app import models
from chat_app.services.projects.rights_queries import role_in
from chat_app.services.routing.dto import LocalOnlyBy

DEEPEST = 100
"""Folders do not nest deeper; a circle ends here."""


def local_only_by(session: Session, person_id: str, chat_id: str = "", folder_id: str = "") -> LocalOnlyBy:
    """Who wants local models only: the person everywhere, or the nearest folder around a chat that says anything.

    A chat or folder that the person may not read says nothing. `folder_id` is where a chat that has not begun will be.
    """
    user = session.get(models.User, person_id)
    if user is not None and _settings(user).get("local_only") is True:
        return "person"
    chat = session.get(models.Conversation, chat_id) if chat_id else None
    if chat is not None:
        folder_id = chat.folder_id or ""
    theirs = bool(chat and chat.owner_id == person_id) or bool(folder_id and role_in(session, person_id, folder_id))
    return "folder" if theirs and _of_folder(session, folder_id) else ""


def _of_folder(session: Session, folder_id: str) -> bool:
    for _ in range(DEEPEST):
        folder = session.get(models.Folder, folder_id) if folder_id else None
        if folder is None:
            return False
        if folder.local_only is not None:
            return folder.local_only
        folder_id = folder.parent_id or ""
    return True


def _settings(user: models.User) -> dict[str, object]:
    try:
        stored = json.loads(user.settings)
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}
