"""Deleting a folder and taking that back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.knowledge.folder_documents import documents_go, documents_move_up, documents_return
from chat_app.services.projects.member_queries import take_out_chats_of_others
from chat_app.services.workspace import queries, tree
from chat_app.services.workspace.bulk_actions import apply_action, moved_back
from chat_app.services.workspace.dto import BulkAction, FolderRemoval


def remove_folder(session: Session, actor: Actor, folder_id: str, *, keep_chats: bool, now: datetime) -> tuple[FolderRemoval, list[str]]:
    """Mark a folder as deleted; chats and folders in it move up or go, too. With the turns that have to be stopped."""
    folder = queries.get_folder(session, actor, folder_id)
    rows = {row.id: row for row in queries.list_folders(session, actor)}
    inside = tree.subtree({row.id: row.parent_id or "" for row in rows.values()}, folder_id)
    gone = [folder_id] if keep_chats else inside
    up = [id_ for id_ in inside if keep_chats and rows[id_].parent_id == folder_id]
    chats = queries.chats_in_folders(session, gone)
    if keep_chats:
        undo, running = moved_back(chat for chat in chats if chat.owner_id == actor.user_id), []
        for chat in chats:
            chat.folder_id = folder.parent_id
        for id_ in up:
            rows[id_].parent_id = folder.parent_id
        folder.deleted_at = now
        session.flush()
        take_out_chats_of_others(session, [*inside, *filter(None, [folder.parent_id])], actor.user_id)
        documents = documents_move_up(session, gone, folder.parent_id, now)
    else:
        # What others began here is theirs, and is not thrown away with the folder.
        for chat in chats:
            if chat.owner_id != actor.user_id:
                chat.folder_id = None
        chats = [chat for chat in chats if chat.owner_id == actor.user_id]
        ids = tuple(chat.id for chat in chats)
        running = queries.running_turn_ids(session, ids)
        undo = (BulkAction("restore", ids),) if ids else ()
        for chat in chats:
            chat.deleted_at = now
        documents = documents_go(session, gone, now)
    for id_ in gone:
        rows[id_].deleted_at = now
    return FolderRemoval(folder_id, tuple(gone), tuple(up), undo, len(chats), documents), running


def restore_folder(session: Session, actor: Actor, removal: FolderRemoval) -> None:
    """Bring back folders and what was in them; what has been moved elsewhere since stays there."""
    folder = queries.get_folder(session, actor, removal.folder_id, in_trash=True)
    parent_id = folder.parent_id
    for id_ in removal.folder_ids:
        queries.get_folder(session, actor, id_, in_trash=True).deleted_at = None
    living = {row.id: row for row in queries.list_folders(session, actor)}
    if parent_id not in living:
        folder.parent_id = None
    for id_ in removal.moved_folder_ids:
        if id_ in living and living[id_].parent_id == parent_id:
            living[id_].parent_id = folder.id
    session.flush()
    for action in removal.chats:
        apply_action(session, actor, action, None)
    documents_return(session, removal.document_ids, folder.id, utc_now())
