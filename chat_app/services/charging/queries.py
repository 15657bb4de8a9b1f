"""All SQL of charging that is not the ledger's."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import role_in

# Built once: it is part of every call's first transaction.
CHATS = models.Conversation.__table__  # type: ignore[attr-defined]
FOLDER = select_columns(CHATS.c.folder_id).where(CHATS.c.id == bindparam("chat_id"))


def folder_of(session: Session, user_id: str, conversation_id: str) -> str:
    """The folder in which a chat lies that a person writes in; empty for none, for no row, and where they may not write (any more)."""
    folder_id = session.connection().execute(FOLDER, {"chat_id": conversation_id}).scalar() if conversation_id else None
    return folder_id if folder_id and role_in(session, user_id, folder_id) >= FolderRole.EDITOR else ""


def has_budgets(session: Session) -> bool:
    """Whether any budget was set at all: most houses have none, and need not ask before each call."""
    return session.exec(select(col(models.Budget.id)).limit(1)).first() is not None
