"""All SQL about people in projects. Whoever calls it has asked for the actor's role in the folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Conversation, Folder, FolderMember, Group, GroupMember, User
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.texts import needle
from chat_app.services.projects.rights_queries import readable_folders

OPEN = (col(User.deleted_at).is_(None), col(User.suspended_at).is_(None))


def list_members(session: Session, actor: Actor, folder_ids: Sequence[str]) -> Sequence[Any]:
    """The memberships of these folders with the names behind them; administrators are seen by administrators only."""
    hidden = () if sees_all(actor) else (func.coalesce(col(User.role), "") != "admin",)
    statement = (
        select_columns(FolderMember, col(User.name), col(User.email), col(Group.name))
        .outerjoin(User, col(User.id) == col(FolderMember.person_id))
        .outerjoin(Group, col(Group.id) == col(FolderMember.group_id))
        .where(col(FolderMember.folder_id).in_(folder_ids), col(User.deleted_at).is_(None), *hidden)
        .order_by(func.lower(func.coalesce(col(User.name), col(Group.name))), col(FolderMember.id))
    )
    return session.execute(statement).all()


def sees_all(actor: Actor) -> bool:
    """Whether the actor administers people, and so may see everybody."""
    return "admin.users" in actor.permissions


def visible_people(actor: Actor) -> list[ColumnElement[bool]]:
    """The people whom the actor may find: those in groups of theirs, but no administrators."""
    conditions = [*OPEN, col(User.id) != actor.user_id]
    if sees_all(actor):
        return conditions
    mine = select(GroupMember.group_id).where(GroupMember.user_id == actor.user_id)
    beside = select(GroupMember.user_id).where(col(GroupMember.group_id).in_(mine))
    return [*conditions, col(User.role) != "admin", col(User.id).in_(beside)]


def visible_groups(actor: Actor) -> list[ColumnElement[bool]]:
    """The groups that the actor is in."""
    return [] if sees_all(actor) else [col(Group.id).in_(select(GroupMember.group_id).where(GroupMember.user_id == actor.user_id))]


def find_people(session: Session, actor: Actor, search: str, limit: int) -> Sequence[User]:
    statement = select(User).where(*visible_people(actor))
    if text := needle(search):
        statement = statement.where(func.lower(col(User.name)).contains(text, autoescape=True))
    return session.exec(statement.order_by(func.lower(col(User.name)), col(User.id)).limit(limit)).all()


def find_groups(session: Session, actor: Actor, search: str, limit: int) -> Sequence[Group]:
    statement = select(Group).where(*visible_groups(actor))
    if text := needle(search):
        statement = statement.where(func.lower(col(Group.name)).contains(text, autoescape=True))
    return session.exec(statement.order_by(func.lower(col(Group.name)), col(Group.id)).limit(limit)).all()


def find_person(session: Session, actor: Actor, person_id: str) -> User | None:
    return session.exec(select(User).where(User.id == person_id, *visible_people(actor))).first()


def find_by_address(session: Session, actor: Actor, email: str) -> User | None:
    """Somebody whose whole address the actor knows; nobody finds administrators like that."""
    hidden = [] if sees_all(actor) else [col(User.role) != "admin"]
    return session.exec(select(User).where(func.lower(col(User.email)) == email.strip().lower(), *OPEN, *hidden)).first()


def find_group(session: Session, actor: Actor, group_id: str) -> Group | None:
    return session.exec(select(Group).where(Group.id == group_id, *visible_groups(actor))).first()


def find_member(session: Session, folder_id: str, member_id: str) -> FolderMember | None:
    return session.exec(select(FolderMember).where(FolderMember.id == member_id, FolderMember.folder_id == folder_id)).first()


def find_membership(session: Session, folder_id: str, person_id: str | None, group_id: str | None) -> FolderMember | None:
    """That of exactly this person or group in exactly this folder."""
    who = FolderMember.person_id == person_id if person_id else FolderMember.group_id == group_id
    return session.exec(select(FolderMember).where(FolderMember.folder_id == folder_id, who)).first()


def list_personal(session: Session, folder_ids: Iterable[str], person_id: str) -> Sequence[FolderMember]:
    statement = select(FolderMember).where(FolderMember.person_id == person_id, col(FolderMember.folder_id).in_(list(folder_ids)))
    return session.exec(statement).all()


def count_members(session: Session, folder_id: str) -> int:
    return session.exec(select(func.count()).select_from(FolderMember).where(FolderMember.folder_id == folder_id)).one()


def people_of(session: Session, row: FolderMember) -> set[str]:
    """The people for whom a membership holds."""
    if row.person_id:
        return {row.person_id}
    return set(session.exec(select(GroupMember.user_id).where(GroupMember.group_id == row.group_id)).all())


def take_out_chats_of_others(session: Session, folder_ids: Iterable[str], owner_id: str) -> set[str]:
    """Where folders went elsewhere: let others keep what they began in them and may not read any more. Who they are."""
    inside = col(Conversation.folder_id).in_(list(folder_ids)) & (col(Conversation.owner_id) != owner_id)
    people = set(session.exec(select(Conversation.owner_id).where(inside).distinct()).all())
    take_out_chats(session, people)
    return people


def take_out_chats(session: Session, person_ids: Iterable[str]) -> None:
    """Let people keep the chats that they began in projects they are no longer in: these go to their own, outside of folders."""
    for person_id in person_ids:
        theirs = select(Folder.id).where(Folder.owner_id == person_id)
        gone = col(Conversation.folder_id).not_in(readable_folders(person_id)) & col(Conversation.folder_id).not_in(theirs)
        statement = update(Conversation).where(col(Conversation.owner_id) == person_id, col(Conversation.folder_id).is_not(None), gone)
        session.execute(statement.values(folder_id=None).execution_options(synchronize_session=False))
