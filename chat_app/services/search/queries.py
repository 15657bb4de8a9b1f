"""All SQL of the search. Whatever touches a person's data takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, cast, column, delete, func, literal_column, not_, or_, table
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, ConversationTag, Folder, Message, MessageStatus, RecentSearch, SearchEntry, Tag
from chat_app.services.chat.queries import PATH_LIMIT, ancestors_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.search.expression import Expression

# Every turn runs these: the driver takes them as they are, which saves two thirds of their time.
COLUMNS = ("id", "owner_id", "conversation_id", "message_id", "attachment_id", "kind", "stems")
ADD = f"INSERT INTO search_entries ({', '.join(COLUMNS)}) VALUES (%s) ON CONFLICT (id) DO NOTHING"  # noqa: S608  (no value stands in it)
FORGET = {
    "chat": "DELETE FROM search_entries WHERE conversation_id = {} AND kind = 'chat'",
    "message": "DELETE FROM search_entries WHERE message_id = {} AND kind = 'message'",
    "file": "DELETE FROM search_entries WHERE attachment_id = {}",
}
DRIVERS = {"sqlite": ("?", "?"), "postgresql": ("%s", "%s::tsvector")}
"""How a driver writes a parameter, and a vector."""
ADDING = {name: ADD % ", ".join([*[mark] * (len(COLUMNS) - 1), vector]) for name, (mark, vector) in DRIVERS.items()}
FORGETTING = {name: {kind: statement.format(mark) for kind, statement in FORGET.items()} for name, (mark, _) in DRIVERS.items()}


def is_postgres(session: Session) -> bool:
    return session.connection().dialect.name == "postgresql"


def add_entry(session: Session, values: Mapping[str, object]) -> bool:
    """Write a row; False when its place is taken."""
    connection = session.connection()
    return connection.exec_driver_sql(ADDING[connection.dialect.name], tuple(values[name] for name in COLUMNS)).rowcount == 1


def forget_entry(session: Session, kind: str, identifier: str) -> None:
    """Delete the row of a chat, message or file."""
    connection = session.connection()
    connection.exec_driver_sql(FORGETTING[connection.dialect.name][kind], (identifier,))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that matches, with what is known about it without reading its text."""

    kind: str
    conversation_id: str
    message_id: str
    attachment_id: str
    title: str
    text: str
    """Its beginning."""
    name: str
    role: str
    model_id: str
    at: datetime
    archived: bool
    trashed: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Which chats are looked at. Empty lists narrow nothing."""

    tag_ids: Sequence[frozenset[str]] = ()
    """Of each set one."""
    refused_tag_ids: frozenset[str] = frozenset()
    folder_ids: frozenset[str] = frozenset()
    refused_folder_ids: frozenset[str] = frozenset()
    models: Sequence[str] = ()
    """Pieces of model ids, for chats."""
    archived: bool | None = None
    favourite: bool | None = None
    in_trash: bool = False
    after: datetime | None = None
    before: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it says something about the chats that the index does not know."""
        others = (self.tag_ids, self.refused_tag_ids, self.folder_ids, self.refused_folder_ids, self.in_trash)
        return any(others) or self.archived is not None or self.favourite is not None


# FTS5's table has no model; its hidden column of the same name takes the expression.
FULL_TEXT = table("search_index", column("rowid"), column("search_index"))
PEEK = 1_000
"""So many signs of a text are looked at for the order of the hits."""
NEWEST = 2_000
"""On PostgreSQL so many entries are looked through before the index is asked."""
IN_TRASH = or_(col(Conversation.deleted_at).is_not(None), col(Message.deleted_at).is_not(None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the index is asked for. `titles`: chats by their titles only, else messages and files only.

    `span`: ids from the first to before the second.
    """

    expression: Expression
    titles: bool = False
    span: tuple[int, int] | None = None


def find_entries(session: Session, actor: Actor, wanted: Wanted, scope: Scope, limit: int) -> list[Candidate]:
    """The newest `limit` matches."""
    if not is_postgres(session):
        return _read_candidates(session, actor, _sqlite_matches(wanted), wanted, scope, limit)
    # Planners guess badly how common a word is. So: what is common stands among the newest entries, anything else is rare.
    connection = session.connection()
    for setting in ("jit", "enable_seqscan"):
        connection.exec_driver_sql(f"SET LOCAL {setting} = off")
    found = [] if wanted.titles else _read_candidates(session, actor, _postgres_newest(actor, wanted, 2 * limit), wanted, scope, limit)
    return found if len(found) == limit else _read_candidates(session, actor, _postgres_matches(actor, wanted), wanted, scope, limit)


def _sqlite_matches(wanted: Wanted) -> Any:
    statement = select_columns(FULL_TEXT.c.rowid.label("id")).where(FULL_TEXT.c.search_index.op("MATCH")(wanted.expression.for_sqlite()))
    if wanted.span:
        statement = statement.where(FULL_TEXT.c.rowid >= wanted.span[0], FULL_TEXT.c.rowid < wanted.span[1])
    return statement.subquery("found")


def _postgres_newest(actor: Actor, wanted: Wanted, most: int) -> Any:
    newest = _own_entries(actor, wanted).order_by(col(SearchEntry.id).desc()).limit(NEWEST).cte("newest").prefix_with("MATERIALIZED")
    matches = select_columns(newest.c.id).where(newest.c.stems.op("@@")(_tsquery(wanted)))
    return matches.order_by(newest.c.id.desc()).limit(most).subquery("found")


def _postgres_matches(actor: Actor, wanted: Wanted) -> Any:
    statement = _own_entries(actor, wanted).where(col(SearchEntry.stems).op("@@")(_tsquery(wanted)))
    return statement.with_only_columns(col(SearchEntry.id)).cte("found").prefix_with("MATERIALIZED")


def _own_entries(actor: Actor, wanted: Wanted) -> Any:
    own = (col(SearchEntry.owner_id) == actor.user_id, _of_kind(wanted))
    statement = select_columns(col(SearchEntry.id), col(SearchEntry.stems)).where(*own)
    if wanted.span:
        statement = statement.where(col(SearchEntry.id) >= wanted.span[0], col(SearchEntry.id) < wanted.span[1])
    return statement


def _of_kind(wanted: Wanted) -> ColumnElement[bool]:
    return (col(SearchEntry.kind) == "chat") if wanted.titles else (col(SearchEntry.kind) != "chat")


def _tsquery(wanted: Wanted) -> Any:
    return cast(wanted.expression.for_postgres(), TSQUERY)


def _read_candidates(session: Session, actor: Actor, found: Any, wanted: Wanted, scope: Scope, limit: int) -> list[Candidate]:
    """The newest of the entries in `found` that are of the scope."""
    # The sum keeps SQLite from beginning with the other table, which takes a hundred times as long.
    same = found.c.id + literal_column("0") if not is_postgres(session) else found.c.id
    statement = (
        select_columns(*_CANDIDATE)
        .select_from(found)
        .join(SearchEntry, col(SearchEntry.id) == same)
        .join(Conversation, col(Conversation.id) == SearchEntry.conversation_id)
        .outerjoin(Message, col(Message.id) == SearchEntry.message_id)
        .outerjoin(Attachment, col(Attachment.id) == SearchEntry.attachment_id)
        .where(col(SearchEntry.owner_id) == actor.user_id, _of_kind(wanted))
        .where(*_chat_conditions(actor, scope), IN_TRASH if scope.in_trash else not_(IN_TRASH))
        .where(*(_title_conditions(scope) if wanted.titles else ()))
        .order_by(found.c.id.desc())
        .limit(limit)
    )
    return [_candidate(row) for row in session.execute(statement).all()]


def list_chats(session: Session, actor: Actor, scope: Scope, limit: int) -> list[Candidate]:
    """The chats of a scope, latest activity first: for queries that ask for no word."""
    statement = (
        select(Conversation)
        .where(*_chat_conditions(actor, scope), *_title_conditions(scope))
        .where(col(Conversation.deleted_at).is_not(None) if scope.in_trash else col(Conversation.deleted_at).is_(None))
        .order_by(col(Conversation.updated_at).desc())
        .limit(limit)
    )
    return [
        Candidate(
            "chat",
            row.id,
            "",
            "",
            row.title,
            "",
            "",
            "",
            row.model_id,
            row.updated_at,
            row.archived_at is not None,
            row.deleted_at is not None,
        )
        for row in session.exec(statement).all()
    ]


def list_chat_ids(session: Session, actor: Actor, scope: Scope, limit: int) -> list[str]:
    """The ids of the chats of a scope, in any order."""
    conditions = _chat_conditions(actor, scope)
    if scope.in_trash:
        thrown = select(Message.conversation_id).where(col(Message.deleted_at).is_not(None))
        conditions.append(or_(col(Conversation.deleted_at).is_not(None), col(Conversation.id).in_(thrown)))
    return list(session.exec(select(Conversation.id).where(*conditions).limit(limit)).all())


def _chat_conditions(actor: Actor, scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Conversation.owner_id) == actor.user_id]
    conditions += [col(Conversation.id).in_(_tagged(ids)) for ids in scope.tag_ids]
    if scope.refused_tag_ids:
        conditions.append(col(Conversation.id).not_in(_tagged(scope.refused_tag_ids)))
    if scope.folder_ids:
        conditions.append(col(Conversation.folder_id).in_(scope.folder_ids))
    if scope.refused_folder_ids:
        conditions.append(func.coalesce(Conversation.folder_id, "").not_in(scope.refused_folder_ids))
    if scope.archived is not None:
        conditions.append(col(Conversation.archived_at).is_not(None) if scope.archived else col(Conversation.archived_at).is_(None))
    if scope.favourite is not None:
        conditions.append(col(Conversation.favourite).is_(scope.favourite))
    return conditions


def _title_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Conversation.model_id).icontains(name, autoescape=True) for name in scope.models]
    if scope.after:
        conditions.append(col(Conversation.updated_at) >= scope.after)
    if scope.before:
        conditions.append(col(Conversation.updated_at) < scope.before)
    return conditions


def _tagged(tag_ids: Iterable[str]) -> Any:
    return select(ConversationTag.conversation_id).where(col(ConversationTag.tag_id).in_(list(tag_ids)))


_CANDIDATE = (
    col(SearchEntry.kind),
    col(SearchEntry.conversation_id),
    func.coalesce(SearchEntry.message_id, ""),
    func.coalesce(SearchEntry.attachment_id, ""),
    col(Conversation.title),
    func.coalesce(func.substr(Message.text, 1, PEEK), ""),
    func.coalesce(Attachment.name, ""),
    func.coalesce(Message.role, ""),
    func.coalesce(Message.model_id, Conversation.model_id),
    func.coalesce(col(Message.created_at), Conversation.updated_at),
    col(Conversation.archived_at).is_not(None),
    IN_TRASH,
)


def _candidate(row: Any) -> Candidate:
    kind, chat_id, message_id, attachment_id, title, text, name, role, model_id, at, archived, trashed = row
    return Candidate(kind, chat_id, message_id, attachment_id, title, text, name, role, model_id, at, bool(archived), bool(trashed))


def list_texts(session: Session, actor: Actor, message_ids: Sequence[str], limit: int) -> dict[str, str]:
    """The first `limit` signs of messages by their ids."""
    statement = (
        select(Message.id, func.substr(Message.text, 1, limit))
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Conversation.owner_id == actor.user_id, col(Message.id).in_(message_ids))
    )
    return {key: text for key, text in session.exec(statement).all()}  # noqa: C416  (a dict of rows loses their types)


def list_file_texts(session: Session, actor: Actor, attachment_ids: Sequence[str], limit: int) -> dict[str, str]:
    """The first `limit` signs of what was read out of files, by their ids."""
    statement = select(Attachment.id, func.substr(Attachment.text, 1, limit)).where(
        Attachment.owner_id == actor.user_id, col(Attachment.id).in_(attachment_ids)
    )
    return {key: text for key, text in session.exec(statement).all()}  # noqa: C416  (a dict of rows loses their types)


def has_files(session: Session, message_id: str) -> bool:
    """Whether files are attached to a message."""
    return session.exec(select(Attachment.id).where(Attachment.message_id == message_id).limit(1)).first() is not None


def messages_with_files(session: Session, message_ids: Sequence[str]) -> set[str]:
    """Those of these messages to which files are attached."""
    return {key for key in session.exec(select(Attachment.message_id).where(col(Attachment.message_id).in_(message_ids))).all() if key}


def is_there(session: Session, conversation_id: str, message_id: str | None) -> bool:
    """Whether a chat, and the message if one is given, still exists."""
    if message_id:
        return session.exec(select(Message.id).where(Message.id == message_id)).first() is not None
    return session.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is not None


def list_messages_of(session: Session, conversation_id: str) -> Sequence[Message]:
    """All finished messages of a chat."""
    statement = select(Message).where(Message.conversation_id == conversation_id, Message.status != MessageStatus.RUNNING)
    return session.exec(statement).all()


def list_attachments_of(session: Session, conversation_id: str) -> Sequence[Attachment]:
    """All files of a chat's messages."""
    statement = select(Attachment).where(Attachment.conversation_id == conversation_id, col(Attachment.message_id).is_not(None))
    return session.exec(statement).all()


def list_tags(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Id and name of all tags, by name."""
    return [
        (key, name) for key, name in session.exec(select(Tag.id, Tag.name).where(Tag.owner_id == actor.user_id).order_by(Tag.name)).all()
    ]


def list_folders(session: Session, actor: Actor) -> list[tuple[str, str, str]]:
    """Id, parent's id and name of all folders, by name."""
    statement = select(Folder.id, Folder.parent_id, Folder.name).where(Folder.owner_id == actor.user_id, col(Folder.deleted_at).is_(None))
    return [(key, parent or "", name) for key, parent, name in session.exec(statement.order_by(Folder.name)).all()]


def list_recent(session: Session, actor: Actor, limit: int) -> list[str]:
    """What was searched for lately, the latest first."""
    statement = select(RecentSearch.text).where(RecentSearch.owner_id == actor.user_id).order_by(col(RecentSearch.used_at).desc())
    return list(session.exec(statement.limit(limit)).all())


def keep_recent(session: Session, actor: Actor, text: str, now: datetime, most: int) -> None:
    """Note a search as the latest one; forget those beyond `most`."""
    session.merge(RecentSearch(owner_id=actor.user_id, text=text, used_at=now))
    session.flush()
    kept = list_recent(session, actor, most)
    session.exec(delete(RecentSearch).where(col(RecentSearch.owner_id) == actor.user_id, col(RecentSearch.text).not_in(kept)))


def delete_recent(session: Session, actor: Actor) -> None:
    session.exec(delete(RecentSearch).where(col(RecentSearch.owner_id) == actor.user_id))


def list_branch_texts(session: Session, leaf_id: str) -> list[tuple[str, str]]:
    """Id and text of the messages of the branch that ends in `leaf_id`, oldest first."""
    path = ancestors_of(leaf_id, PATH_LIMIT)
    statement = select(Message.id, Message.text).join(path, col(Message.id) == path.c.id).order_by(path.c.depth.desc())
    return [(message_id, text) for message_id, text in session.exec(statement).all()]


def list_unindexed_messages(session: Session, after: str, limit: int) -> tuple[list[tuple[Message, str]], str]:
    """Everybody's finished messages that are not in the index yet, with their owners, of the next `limit` ones after `after`.

    Also the id to go on after; "" at the end.
    """
    ids = list(session.exec(select(Message.id).where(col(Message.id) > after).order_by(col(Message.id)).limit(limit)).all())
    known = select(SearchEntry.message_id).where(SearchEntry.kind == "message", col(SearchEntry.message_id).in_(ids))
    missing = set(ids) - set(session.exec(known).all())
    statement = (
        select(Message, Conversation.owner_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(col(Message.id).in_(sorted(missing)), Message.text != "", Message.status != MessageStatus.RUNNING)
    )
    rows = [(message, owner) for message, owner in session.exec(statement).all()] if missing else []
    return rows, ids[-1] if len(ids) == limit else ""


def list_unindexed_files(session: Session, limit: int) -> list[Attachment]:
    """Everybody's files of messages that are not in the index yet."""
    known = select(SearchEntry.id).where(SearchEntry.attachment_id == Attachment.id).exists()
    return list(session.exec(select(Attachment).where(col(Attachment.message_id).is_not(None), ~known).limit(limit)).all())


def list_unindexed_chats(session: Session, limit: int) -> list[Conversation]:
    """Everybody's chats with a title that are not in the index yet."""
    known = select(SearchEntry.id).where(SearchEntry.conversation_id == Conversation.id, SearchEntry.kind == "chat").exists()
    return list(session.exec(select(Conversation).where(Conversation.title != "", ~known).limit(limit)).all())
