"""Who sees what: the people whom a change in a chat or among folders concerns."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from chat_app.models import Conversation, Folder, FolderMember, GroupMember
from chat_app.services.projects.rights_queries import is_granted_to

DEEPEST = 50


def audience(session: Session, user_id: str, conversation_id: str) -> set[str]:
    """The readers of a chat in a folder; without a chat all who share folders with the person."""
    if not conversation_id:
        return _companions(session, user_id)
    chat = session.get(Conversation, conversation_id)
    return folder_audience(session, chat.folder_id if chat else None)


def folder_audience(session: Session, folder_id: str | None) -> set[str]:
    """All who may read what lies in a folder; nobody for none."""
    folder_ids, owner_id = _path(session, folder_id)
    return (_members(session, col(FolderMember.folder_id).in_(folder_ids)) | {owner_id}) if folder_ids else set()


def _path(session: Session, folder_id: str | None) -> tuple[list[str], str]:
    """A folder with those above it up to one that was deleted, and whose they are."""
    found: list[str] = []
    owner_id = ""
    while folder_id and len(found) < DEEPEST:
        folder = session.get(Folder, folder_id)
        if folder is None or folder.deleted_at is not None:
            break
        found.append(folder.id)
        folder_id, owner_id = folder.parent_id, folder.owner_id
    return found, owner_id


def _companions(session: Session, user_id: str) -> set[str]:
    owners = select(Folder.owner_id).join(FolderMember, col(FolderMember.folder_id) == Folder.id).where(is_granted_to(user_id))
    theirs = select(Folder.id).where(or_(col(Folder.owner_id) == user_id, col(Folder.owner_id).in_(owners)))
    return _members(session, col(FolderMember.folder_id).in_(theirs)) | set(session.exec(owners).all())


def _members(session: Session, condition: ColumnElement[bool]) -> set[str]:
    people = session.exec(select(FolderMember.person_id).where(condition, col(FolderMember.person_id).is_not(None))).all()
    groups = select(FolderMember.group_id).where(condition)
    return {one for one in people if one} | set(
        session.exec(select(GroupMember.user_id).where(col(GroupMember.group_id).in_(groups))).all()
    )
