"""The SQL of folders, tags and lists. Everything takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, literal, or_, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Conversation, ConversationReader, ConversationTag, Folder, FolderMember, Message, Tag, Turn, TurnStatus
from chat_app.services.chat.queries import BESIDE_THE_CHAT, delete_conversations
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import has_shares, may_read, readable_folders, shared_folders
from chat_app.services.workspace.dto import Listing
from chat_app.services.workspace.errors import FolderNotFoundError, TagNotFoundError

IN_USE = (col(Conversation.deleted_at).is_(None), col(Conversation.archived_at).is_(None))
RUNNING = (
    select(literal(1))
    .where(Turn.conversation_id == Conversation.id, Turn.status == TurnStatus.RUNNING, col(Turn.kind).not_in(BESIDE_THE_CHAT))
    .correlate(Conversation)
    .exists()
    .label("running")
)
UNREAD = (
    select(literal(1))
    .select_from(Message)
    .join(Turn, col(Turn.id) == Message.turn_id)
    .where(Message.id == Conversation.active_leaf_id, col(Turn.ended_at) > col(Conversation.seen_at))
    .correlate(Conversation)
    .exists()
    .label("unread")
)
"""Whether the answer at the end of the branch on show ended after its person last looked; nobody has missed what was never open."""
SUMMARY = (
    col(Conversation.id),
    col(Conversation.owner_id),
    col(Conversation.title),
    col(Conversation.model_id),
    col(Conversation.updated_at),
    col(Conversation.folder_id),
    col(Conversation.favourite),
    col(Conversation.archived_at),
    RUNNING,
    UNREAD,
)
"""What a row of a list shows. No whole chats: their drafts and prompts may be long, and a list is read with every change."""
CHUNK = 500
"""Ids in one statement; databases limit the number of parameters."""


def list_folders(session: Session, actor: Actor) -> Sequence[Folder]:
    """All folders of the actor, siblings in their order."""
    statement = select(Folder).where(Folder.owner_id == actor.user_id, col(Folder.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Folder.position), func.lower(Folder.name), col(Folder.id))).all()


def list_shared_folders(session: Session, actor: Actor) -> Sequence[tuple[Folder, FolderRole]]:
    """The folders of others that are shared with the actor, in the order of `list_folders`, each with the actor's role."""
    if not has_shares(session, actor.user_id):
        return []
    shared = shared_folders(actor.user_id)
    ranks = select_columns(shared.c.id, func.max(shared.c.rank).label("rank")).group_by(shared.c.id).subquery()
    statement = select_columns(Folder, ranks.c.rank).join(ranks, col(Folder.id) == ranks.c.id).where(ranks.c.rank > 0)
    found = session.execute(statement.order_by(col(Folder.position), func.lower(Folder.name), col(Folder.id))).all()
    return [(row, FolderRole(rank)) for row, rank in found]


def list_given_away(session: Session, actor: Actor) -> set[str]:
    """Those of the actor's folders that are shared with anybody by name or group."""
    statement = select(FolderMember.folder_id).join(Folder, col(Folder.id) == FolderMember.folder_id)
    return set(session.exec(statement.where(Folder.owner_id == actor.user_id)).all())


def get_folder(session: Session, actor: Actor, folder_id: str, *, in_trash: bool = False) -> Folder:
    """The actor's folder; raises `FolderNotFoundError` for another's, an unknown one, or one that was deleted."""
    row = session.exec(select(Folder).where(Folder.id == folder_id, Folder.owner_id == actor.user_id)).first()
    if row is None or (row.deleted_at is not None and not in_trash):
        raise FolderNotFoundError
    return row


def count_by_folder(session: Session, actor: Actor) -> dict[str, int]:
    """How many chats in use lie directly in each folder."""
    own = col(Conversation.owner_id) == actor.user_id
    counts = _counts(session, own & col(Conversation.folder_id).is_not(None))
    if has_shares(session, actor.user_id) or list_given_away(session, actor):
        for folder_id, count in _counts(session, ~own & col(Conversation.folder_id).in_(readable_folders(actor.user_id))).items():
            counts[folder_id] = counts.get(folder_id, 0) + count
    return counts


def _counts(session: Session, condition: ColumnElement[bool]) -> dict[str, int]:
    statement = select(Conversation.folder_id, func.count()).where(condition, *IN_USE).group_by(col(Conversation.folder_id))
    return {folder_id: count for folder_id, count in session.exec(statement).all() if folder_id}


def list_chats(session: Session, actor: Actor, listing: Listing, after: tuple[datetime, str] | None, limit: int) -> Sequence[Row[Any]]:
    """`SUMMARY` of the chats of a list, latest activity first."""
    shared = listing.view == "favourites" and has_shares(session, actor.user_id)
    statement = select_columns(*SUMMARY).where(*_wanted(actor, listing, shared=shared))
    if after is not None:
        statement = statement.where(tuple_(Conversation.updated_at, Conversation.id) < after)
    statement = statement.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc()).limit(limit)
    return session.execute(statement).all()


def list_chat_ids(session: Session, actor: Actor, listing: Listing, limit: int) -> list[str]:
    """The ids alone, in the order of the list."""
    shared = listing.view == "favourites" and has_shares(session, actor.user_id)
    statement = select(Conversation.id).where(*_wanted(actor, listing, shared=shared))
    return list(session.exec(statement.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc()).limit(limit)).all())


def marks_of(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, tuple[bool, bool]]:
    """Of others' chats: whether each is the actor's favourite, and whether its last answer ended after they looked."""
    reader = ConversationReader
    missed = (
        select(literal(1))
        .select_from(Message)
        .join(Turn, col(Turn.id) == Message.turn_id)
        .where(Message.id == Conversation.active_leaf_id, col(Turn.ended_at) > col(reader.seen_at))
        .correlate(Conversation, reader)
        .exists()
    )
    mine = (col(reader.conversation_id) == Conversation.id) & (col(reader.person_id) == actor.user_id)
    found: dict[str, tuple[bool, bool]] = {}
    for part in chunks(ids):
        statement = select_columns(col(Conversation.id), col(reader.favourite), missed).join(reader, mine)
        for id_, favourite, unread in session.execute(statement.where(col(Conversation.id).in_(part))).all():
            found[id_] = (bool(favourite), bool(unread))
    return found


def _favourites(actor: Actor, *, shared: bool) -> ColumnElement[bool]:
    """Of one's own chats in their rows; of others' in one's own marks, as long as one may read them."""
    own = (col(Conversation.owner_id) == actor.user_id) & col(Conversation.favourite).is_(True)
    if not shared:
        return own
    marked = select(ConversationReader.conversation_id).where(
        ConversationReader.person_id == actor.user_id, col(ConversationReader.favourite).is_(True)
    )
    return or_(own, col(Conversation.id).in_(marked) & col(Conversation.folder_id).in_(readable_folders(actor.user_id)))


def _wanted(actor: Actor, listing: Listing, *, shared: bool = False) -> list[ColumnElement[bool]]:
    view: dict[str, tuple[ColumnElement[bool], ...]] = {
        "all": IN_USE,
        "unfiled": (*IN_USE, col(Conversation.folder_id).is_(None)),
        "folder": (*IN_USE, col(Conversation.folder_id) == listing.folder_id),
        "favourites": (col(Conversation.deleted_at).is_(None), _favourites(actor, shared=shared)),
        "archive": (col(Conversation.deleted_at).is_(None), col(Conversation.archived_at).is_not(None)),
        "trash": (col(Conversation.deleted_at).is_not(None),),
    }
    # The chats of a folder are everybody's who may read it; whoever began them.
    whose = may_read(Conversation, actor.user_id) if listing.view == "folder" else col(Conversation.owner_id) == actor.user_id
    if listing.view == "favourites":
        whose = literal(True)
    return [whose, *view[listing.view], *(_carries(tag_id) for tag_id in listing.tag_ids)]


def _carries(tag_id: str) -> ColumnElement[bool]:
    return col(Conversation.id).in_(select(ConversationTag.conversation_id).where(ConversationTag.tag_id == tag_id))


def own_chats(session: Session, actor: Actor, ids: Iterable[str], *conditions: ColumnElement[bool]) -> list[Conversation]:
    """Those of the chats that are the actor's and meet the conditions, also ones in the trash."""
    found: list[Conversation] = []
    for part in chunks(ids):
        statement = select(Conversation).where(col(Conversation.id).in_(part), Conversation.owner_id == actor.user_id, *conditions)
        found += session.exec(statement).all()
    return found


def readable_chats(session: Session, actor: Actor, ids: Iterable[str], *conditions: ColumnElement[bool]) -> list[Conversation]:
    """Those of the chats that the actor may read, whosever they are."""
    found: list[Conversation] = []
    for part in chunks(ids):
        statement = select(Conversation).where(col(Conversation.id).in_(part), may_read(Conversation, actor.user_id), *conditions)
        found += session.exec(statement).all()
    return found


def movable_chats(session: Session, actor: Actor, ids: Iterable[str], target: str | None) -> list[Conversation]:
    """Those of the chats that the actor may put there: their own, and others' as long as they stay in the same project."""
    if target is None:
        return own_chats(session, actor, ids, col(Conversation.deleted_at).is_(None))
    owner = select(Folder.owner_id).where(Folder.id == target).scalar_subquery()
    same = select(Folder.id).where(Folder.owner_id == owner, col(Folder.id).in_(readable_folders(actor.user_id, FolderRole.EDITOR)))
    found: list[Conversation] = []
    for part in chunks(ids):
        theirs = or_(col(Conversation.owner_id) == actor.user_id, col(Conversation.folder_id).in_(same))
        found += session.exec(
            select(Conversation).where(col(Conversation.id).in_(part), theirs, col(Conversation.deleted_at).is_(None))
        ).all()
    return found


def chats_in_folders(session: Session, folder_ids: Iterable[str]) -> list[Conversation]:
    """Everybody's chats directly in these folders of the actor's, archived ones among them, without those in the trash."""
    found: list[Conversation] = []
    for part in chunks(folder_ids):
        found += session.exec(
            select(Conversation).where(col(Conversation.folder_id).in_(part), col(Conversation.deleted_at).is_(None))
        ).all()
    return found


def running_turn_ids(session: Session, conversation_ids: Iterable[str]) -> list[str]:
    """The turns that run in these chats."""
    found: list[str] = []
    for part in chunks(conversation_ids):
        found += session.exec(select(Turn.id).where(col(Turn.conversation_id).in_(part), Turn.status == TurnStatus.RUNNING)).all()
    return found


def delete_chats(session: Session, actor: Actor, ids: Iterable[str]) -> int:
    """Delete chats of the actor's trash for ever, with all that belongs to them; how many."""
    count = 0
    for part in chunks(ids):
        count += delete_conversations(
            session, col(Conversation.id).in_(part), col(Conversation.owner_id) == actor.user_id, col(Conversation.deleted_at).is_not(None)
        )
    return count


def list_tags(session: Session, actor: Actor) -> Sequence[Tag]:
    return session.exec(select(Tag).where(Tag.owner_id == actor.user_id).order_by(func.lower(Tag.name))).all()


def get_tag(session: Session, actor: Actor, tag_id: str) -> Tag:
    """The actor's tag; raises `TagNotFoundError`."""
    row = session.exec(select(Tag).where(Tag.id == tag_id, Tag.owner_id == actor.user_id)).first()
    if row is None:
        raise TagNotFoundError
    return row


def tags_of_chats(session: Session, conversation_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ids of the tags that each chat carries, by the tags' names."""
    found: dict[str, tuple[str, ...]] = {}
    for part in chunks(conversation_ids):
        statement = (
            select(ConversationTag.conversation_id, ConversationTag.tag_id)
            .join(Tag, col(Tag.id) == ConversationTag.tag_id)
            .where(col(ConversationTag.conversation_id).in_(part))
            .order_by(func.lower(Tag.name))
        )
        for conversation_id, tag_id in session.exec(statement).all():
            found[conversation_id] = (*found.get(conversation_id, ()), tag_id)
    return found


def remove_tag(session: Session, conversation_ids: Iterable[str], tag_id: str) -> None:
    for part in chunks(conversation_ids):
        session.exec(delete(ConversationTag).where(col(ConversationTag.tag_id) == tag_id, col(ConversationTag.conversation_id).in_(part)))


def delete_folders(session: Session, before: datetime) -> int:
    """Delete everyone's folders that were removed before `before` for ever; how many."""
    return session.exec(delete(Folder).where(col(Folder.deleted_at) < before)).rowcount


def chunks(ids: Iterable[str]) -> list[list[str]]:
    """The ids without repetition, in parts of a size that every database takes."""
    unique = list(dict.fromkeys(ids))
    return [unique[at : at + CHUNK] for at in range(0, len(unique), CHUNK)]
