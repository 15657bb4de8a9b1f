"""Duplicating a project: its folders with all that is set in them, notes, and if wanted its chats and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.services.chat.conversations import new_conversation
from chat_app.services.chat.forks import fork_conversation
from chat_app.services.files.dto import MEGABYTE
from chat_app.services.files.errors import StorageFullError
from chat_app.services.files.queries import sum_storage
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.errors import TooManyDocumentsError
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.queries import count_own
from chat_app.services.projects import copying_queries as queries
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.workspace import folder_rules
from chat_app.services.workspace.dto import Folder
from chat_app.services.workspace.folders import one_folder
from chat_app.services.workspace.queries import list_folders

Row = TypeVar("Row", bound=SQLModel)

OWN = {"payer": "", "archived_at": None, "is_template": False, "position": 0}
"""What a copy does not take over: who pays is asked anew, and it stands where its person puts it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is copied besides folders, settings and notes."""

    chats: bool = False
    files: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a person's documents, with those that a copy adds, may come to."""

    documents: int
    storage_bytes: int


def copy_project(session: Session, actor: Actor, folder_id: str, name: str, parts: Parts, limits: Limits, now: datetime) -> Folder:
    """The copy, at the top of the actor's own folders. Whoever may read a project may copy it.

    Raises `TooManyFoldersError`, `TooManyDocumentsError`, `StorageFullError` before anything is copied.
    """
    source = require_folder(session, actor, folder_id)
    tree = queries.list_tree(session, folder_id)
    folder_rules.check_room([*list_folders(session, actor), *tree[1:]], "")
    if parts.files:
        _check_room(session, actor, [row.id for row in tree], limits)
    new_ids = {row.id: new_id() for row in tree}
    for row in tree:
        session.add(_folder(actor, row, new_ids, source.owner_id, now))
        session.flush()
    session.get_one(models.Folder, new_ids[folder_id]).name = folder_rules.clean_name(name or source.name, folder_rules.MAX_NAME)
    _copy_notes(session, actor, new_ids, now)
    if parts.files:
        _copy_documents(session, actor, new_ids, now)
    if parts.chats:
        _copy_chats(session, actor, new_ids, now)
    session.flush()
    return one_folder(session, actor, new_ids[folder_id])


def _check_room(session: Session, actor: Actor, folder_ids: list[str], limits: Limits) -> None:
    documents, size = queries.sum_documents(session, folder_ids)
    if documents and count_own(session, actor) + documents > limits.documents:
        raise TooManyDocumentsError(max=limits.documents)
    if documents and sum_storage(session, actor) + size > limits.storage_bytes:
        raise StorageFullError(max=limits.storage_bytes // MEGABYTE)


def _folder(actor: Actor, row: models.Folder, new_ids: dict[str, str], owner_id: str, now: datetime) -> models.Folder:
    made = _copy(row, id=new_ids[row.id], owner_id=actor.user_id, parent_id=new_ids.get(row.parent_id or ""), created_at=now, **OWN)
    if owner_id != actor.user_id:
        # Assistants are of persons: the copy of another's project begins without.
        made.assistant_id = None
    return made


def _copy_notes(session: Session, actor: Actor, new_ids: dict[str, str], now: datetime) -> None:
    for row in queries.list_notes(session, new_ids):
        session.add(_copy(row, id=new_id(), folder_id=new_ids[row.folder_id], author_id=actor.user_id, version=1, created_at=now))


def _copy_documents(session: Session, actor: Actor, new_ids: dict[str, str], now: datetime) -> None:
    """Their bytes, texts and vectors are shared by their hashes; passages are copied as people left them."""
    copies: dict[str, str] = {}
    for row in queries.list_documents(session, new_ids):
        copies[row.id] = new_id()
        place = new_ids[row.folder_id or ""]
        session.add(_copy(row, id=copies[row.id], owner_id=actor.user_id, folder_id=place, created_at=now, updated_at=now))
    session.flush()
    for chunks in queries.chunks_of(session, copies):
        queries.add_chunks(session, [{**row, "id": new_id(), "document_id": copies[row["document_id"]]} for row in chunks])
    note_changes(session, copies.values(), now)


def _copy_chats(session: Session, actor: Actor, new_ids: dict[str, str], now: datetime) -> None:
    """All branches of each; what it cost stays with the original."""
    for row in queries.list_chats(session, new_ids):
        if row.active_leaf_id:
            made = fork_conversation(session, actor, row.active_leaf_id, True, now, least=FolderRole.VIEWER)
        else:
            made = new_conversation(actor, row.model_id, now)
            session.add(made)
        made.title, made.title_by_user, made.folder_id = row.title, row.title_by_user, new_ids[row.folder_id or ""]
        made.created_at, made.updated_at = row.created_at, row.updated_at


def _copy(row: Row, **own: Any) -> Row:
    values: dict[str, Any] = {column.key: getattr(row, column.key) for column in type(row).__table__.columns}  # type: ignore[attr-defined]
    return type(row)(**(values | own))
