"""Who may do what in which folders, as SQL: asked anew by every query, so that what is taken back is gone at once (ADR 32)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.errors import NotAllowedError
from chat_app.models import Conversation, Document, Folder, FolderMember, GroupMember, ProjectNote
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import GRANTED, FolderRole
from chat_app.services.workspace.errors import FolderNotFoundError

PersonId = str | BindParameter[Any]
"""Statements that are built once take theirs when they are run."""
RANK = case(*((col(FolderMember.role) == name, int(role)) for name, role in GRANTED.items()), else_=int(FolderRole.NONE))


def is_granted_to(actor_id: PersonId) -> ColumnElement[bool]:
    """The memberships that hold for a person: their own, and those of their groups."""
    groups = select(GroupMember.group_id).where(GroupMember.user_id == actor_id)
    return or_(col(FolderMember.person_id) == actor_id, col(FolderMember.group_id).in_(groups))


def shared_folders(actor_id: PersonId) -> CTE:
    """`id` and `rank` of the folders of others that are shared with a person, and of all below them.

    A folder may stand here several times, once for each rank that some way down to it gives. A tree has one owner.
    """
    granted = (
        select_columns(col(Folder.id), col(Folder.owner_id), RANK.label("rank"))
        .join(FolderMember, col(FolderMember.folder_id) == col(Folder.id))
        .where(is_granted_to(actor_id), col(Folder.owner_id) != actor_id, col(Folder.deleted_at).is_(None))
        .cte("shared_folders", recursive=True)
    )
    below = (
        select_columns(col(Folder.id), col(Folder.owner_id), granted.c.rank)
        .join(granted, (col(Folder.parent_id) == granted.c.id) & (col(Folder.owner_id) == granted.c.owner_id))
        .where(col(Folder.deleted_at).is_(None))
    )
    return granted.union(below)


def readable_folders(actor_id: PersonId, least: FolderRole = FolderRole.VIEWER) -> Any:
    """A selection of the ids of all folders in which a person has at least this role, their own among them."""
    shared = shared_folders(actor_id)
    own = select_columns(col(Folder.id)).where(col(Folder.owner_id) == actor_id, col(Folder.deleted_at).is_(None))
    return own.union_all(select_columns(shared.c.id).where(shared.c.rank >= int(least))) if least < FolderRole.OWNER else own


def may_read(table: type[Conversation | Document | Folder | ProjectNote], actor_id: str) -> ColumnElement[bool]:
    """The rows that a person may read. Whether they are in the trash is another question."""
    return may(table, actor_id, FolderRole.VIEWER)


def may_write(table: type[Conversation | Document | Folder | ProjectNote], actor_id: str) -> ColumnElement[bool]:
    """The rows that a person may change."""
    return may(table, actor_id, FolderRole.EDITOR)


def may_manage(actor_id: str) -> ColumnElement[bool]:
    """The folders that a person may share and set."""
    return may(Folder, actor_id, FolderRole.MANAGER)


def may(table: Any, actor_id: str, least: FolderRole) -> ColumnElement[bool]:
    """The rows for which a person has at least this role; what they made themselves is always theirs."""
    if table is Folder:
        return col(Folder.id).in_(readable_folders(actor_id, least))
    inside = col(table.folder_id).in_(readable_folders(actor_id, least))
    return inside if table is ProjectNote else or_(col(table.owner_id) == actor_id, inside)


def roles_in(session: Session, actor_id: str, folder_ids: Collection[str]) -> dict[str, FolderRole]:
    """The person's role in each of these folders in which they have one."""
    own = select(Folder.id).where(Folder.owner_id == actor_id, col(Folder.id).in_(folder_ids), col(Folder.deleted_at).is_(None))
    roles = dict.fromkeys(session.exec(own).all(), FolderRole.OWNER)
    if len(roles) == len(set(folder_ids)) or not has_shares(session, actor_id):
        return roles
    shared = shared_folders(actor_id)
    ranks = select_columns(shared.c.id, func.max(shared.c.rank)).where(shared.c.id.in_(folder_ids)).group_by(shared.c.id)
    return roles | {folder_id: FolderRole(rank) for folder_id, rank in session.execute(ranks).all() if rank}


def role_in(session: Session, actor_id: str, folder_id: str) -> FolderRole:
    """The person's role in a folder; `FolderRole.NONE` also for one that was deleted or never was."""
    return roles_in(session, actor_id, [folder_id]).get(folder_id, FolderRole.NONE)


def has_shares(session: Session, actor_id: str) -> bool:
    """Whether anything is shared with a person at all: most need not pay for the way down a tree."""
    return session.exec(select(FolderMember.id).where(is_granted_to(actor_id)).limit(1)).first() is not None


def require_folder(session: Session, actor: Actor, folder_id: str, least: FolderRole = FolderRole.VIEWER) -> Folder:
    """The folder; raises `FolderNotFoundError` for whoever may not read it, `NotAllowedError` for who may do no more than that."""
    role = role_in(session, actor.user_id, folder_id)
    if role == FolderRole.NONE:
        raise FolderNotFoundError
    if role < least:
        raise NotAllowedError("project.error.role")
    return session.get_one(Folder, folder_id)
