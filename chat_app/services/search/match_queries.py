"""The SQL that asks the index. Whatever touches a person's data takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, ConversationReader, ConversationTag, Message
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import readable_folders
from chat_app.services.search import engine_queries
from chat_app.services.search.candidates import Candidate, Reach, Scope, Wanted
from chat_app.services.search.entry_queries import is_postgres

PEEK = 1_000
"""So many signs of a text are looked at for the order of the hits."""
SHARES_AT_ALL = text(
    "SELECT 1 FROM folder_members WHERE person_id = :me"
    " UNION ALL SELECT 1 FROM folder_members m JOIN group_members g ON g.group_id = m.group_id WHERE g.user_id = :me"
    " UNION ALL SELECT 1 FROM folders f JOIN folder_members m ON m.folder_id = f.id WHERE f.owner_id = :me LIMIT 1"
)
"""Whether anything is shared with a person, or by them: asked with each search, and the answer is no for most people."""
IN_TRASH = or_(col(Conversation.deleted_at).is_not(None), col(Message.deleted_at).is_not(None))


def find_entries(session: Session, actor: Actor, wanted: Wanted, scope: Scope, limit: int) -> list[Candidate]:
    """The newest `limit` matches."""
    if not is_postgres(session):
        return _read_candidates(session, actor, engine_queries.sqlite_matches(wanted.expression), wanted, scope, limit)
    # Planners guess badly how common a word is. So: what is common stands among the newest entries, anything else is rare.
    if not wanted.titles:
        session.connection().exec_driver_sql(engine_queries.STEER % "on")
        found = _read_candidates(session, actor, engine_queries.postgres_newest(actor, wanted, 2 * limit), wanted, scope, limit)
        if len(found) == limit:
            return found
    session.connection().exec_driver_sql(engine_queries.STEER % "off")
    return _read_candidates(session, actor, engine_queries.postgres_matches(wanted), wanted, scope, limit)


def _read_candidates(session: Session, actor: Actor, found: Any, wanted: Wanted, scope: Scope, limit: int) -> list[Candidate]:
    """The newest of the entries in `found` that are of the scope."""
    statement = (
        select_columns(*_candidate_columns(found.c))
        .select_from(found)
        .join(Conversation, col(Conversation.id) == found.c.conversation_id)
        .outerjoin(Message, col(Message.id) == found.c.message_id)
        .outerjoin(Attachment, col(Attachment.id) == found.c.attachment_id)
        .where(*engine_queries.own(found.c, actor, wanted))
        .where(*_chat_conditions(actor, scope, wanted.reach), IN_TRASH if scope.in_trash else not_(IN_TRASH))
        .where(*(_title_conditions(scope) if wanted.titles else _model_conditions(scope) if wanted.of_chats else ()))
        .order_by(found.c.id.desc())
        .limit(limit)
    )
    return [_candidate(row) for row in session.execute(statement).all()]


def list_chats(session: Session, actor: Actor, scope: Scope, reach: Reach, limit: int) -> list[Candidate]:
    """The chats of a scope, latest activity first: for queries that ask for no word."""
    statement = (
        select(Conversation)
        .where(*_chat_conditions(actor, scope, reach), *_title_conditions(scope))
        .where(col(Conversation.deleted_at).is_not(None) if scope.in_trash else col(Conversation.deleted_at).is_(None))
        .order_by(col(Conversation.updated_at).desc())
        .limit(limit)
    )
    return [_title(row) for row in session.exec(statement).all()]


def _title(row: Conversation) -> Candidate:
    states = row.archived_at is not None, row.deleted_at is not None
    return Candidate("chat", row.id, "", "", row.title, "", "", "", row.model_id, row.updated_at, *states)


def list_chat_ids(session: Session, actor: Actor, scope: Scope, reach: Reach, limit: int) -> list[str]:
    """The ids of the chats of a scope, in any order."""
    conditions = _chat_conditions(actor, scope, reach)
    if scope.in_trash:
        thrown = select(Message.conversation_id).where(col(Message.deleted_at).is_not(None))
        conditions.append(or_(col(Conversation.deleted_at).is_not(None), col(Conversation.id).in_(thrown)))
    return list(session.exec(select(Conversation.id).where(*conditions).limit(limit)).all())


def find_reach(session: Session, actor: Actor, most: int) -> Reach:
    """Whose chats the actor may read now besides their own; up to `most` of these by their ids."""
    if session.execute(SHARES_AT_ALL, {"me": actor.user_id}).first() is None:
        return Reach()
    others = (
        col(Conversation.folder_id).in_(readable_folders(actor.user_id)),
        col(Conversation.owner_id) != actor.user_id,
        col(Conversation.deleted_at).is_(None),
    )
    owners = frozenset(session.exec(select(Conversation.owner_id).where(*others).distinct()).all())
    ids = session.exec(select(Conversation.id).where(*others).limit(most + 1)).all() if owners else ()
    return Reach(owners, tuple(ids) if len(ids) <= most else ())


def _whose(actor: Actor, scope: Scope, reach: Reach) -> ColumnElement[bool]:
    """The right to read is asked with every search; what others threw away is theirs alone."""
    own = col(Conversation.owner_id) == actor.user_id
    if not reach.owner_ids or scope.in_trash:
        return own
    return or_(own, col(Conversation.folder_id).in_(readable_folders(actor.user_id)))


def _favourite(actor: Actor) -> ColumnElement[bool]:
    """Of one's own chats in their rows, of others' in one's own mark."""
    marked = select(ConversationReader.conversation_id).where(
        ConversationReader.person_id == actor.user_id, col(ConversationReader.favourite).is_(True)
    )
    own = and_(col(Conversation.owner_id) == actor.user_id, col(Conversation.favourite).is_(True))
    return or_(own, col(Conversation.id).in_(marked))


def _chat_conditions(actor: Actor, scope: Scope, reach: Reach) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_whose(actor, scope, reach)]
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
        conditions.append(_favourite(actor) if scope.favourite else not_(_favourite(actor)))
    return conditions


def _title_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    conditions = _model_conditions(scope)
    if scope.after:
        conditions.append(col(Conversation.updated_at) >= scope.after)
    if scope.before:
        conditions.append(col(Conversation.updated_at) < scope.before)
    return conditions


def _model_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    wanted = [col(Conversation.model_id).icontains(name, autoescape=True) for name in scope.models]
    return [*wanted, *(~col(Conversation.model_id).icontains(name, autoescape=True) for name in scope.refused_models)]


def _tagged(tag_ids: Iterable[str]) -> Any:
    return select(ConversationTag.conversation_id).where(col(ConversationTag.tag_id).in_(list(tag_ids)))


def _candidate_columns(entries: Any) -> tuple[Any, ...]:
    return (
        entries.kind,
        entries.conversation_id,
        func.coalesce(entries.message_id, ""),
        func.coalesce(entries.attachment_id, ""),
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
