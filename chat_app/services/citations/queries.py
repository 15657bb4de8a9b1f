"""SQL of citations. Passages are for whoever may read their document when they look (`knowledge/rights`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from chat_app.models import Chunk, Document, MessageSource, Retrieval
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.knowledge.rights import readable
from chat_app.services.projects.rights_queries import readable_folders
from chat_app.services.retrieval.place_queries import AT_HAND, above, below, readable_ids
from chat_app.services.retrieval.scopes import Scope


def list_sources(session: Session, message_id: str) -> Sequence[MessageSource]:
    """In the order of their numbers. For callers that have checked whose message it is, as all below without an actor."""
    return session.exec(select(MessageSource).where(MessageSource.message_id == message_id).order_by(col(MessageSource.number))).all()


def sources_of(session: Session, message_ids: Iterable[str], *, only_cited: bool = False) -> dict[str, list[MessageSource]]:
    """The sources of several messages, by message."""
    found: dict[str, list[MessageSource]] = {}
    for part in portions(message_ids):
        statement = select(MessageSource).where(col(MessageSource.message_id).in_(part))
        if only_cited:
            statement = statement.where(col(MessageSource.cited))
        for row in session.exec(statement.order_by(col(MessageSource.message_id), col(MessageSource.number))).all():
            found.setdefault(row.message_id, []).append(row)
    return found


def count_sources(session: Session, message_ids: Sequence[str]) -> dict[str, int]:
    """How many sources each message has; those without are left out."""
    if not message_ids:
        return {}
    statement = select(MessageSource.message_id, func.count()).where(col(MessageSource.message_id).in_(message_ids))
    return dict(session.exec(statement.group_by(col(MessageSource.message_id))).all())


def list_searched(session: Session, message_ids: Sequence[str]) -> set[str]:
    """Those of the messages for which documents were searched."""
    if not message_ids:
        return set()
    return set(session.exec(select(Retrieval.message_id).where(col(Retrieval.message_id).in_(message_ids))).all())


def find_retrieval(session: Session, message_id: str) -> Retrieval | None:
    return session.get(Retrieval, message_id)


def retrievals_of(session: Session, message_ids: Iterable[str]) -> list[Retrieval]:
    """The ways to the sources of several messages."""
    return [
        row for part in portions(message_ids) for row in session.exec(select(Retrieval).where(col(Retrieval.message_id).in_(part))).all()
    ]


def versions_of(session: Session, document_ids: Iterable[str]) -> dict[str, int]:
    """The documents that are there and not in the trash, each with its version; whosever they are."""
    return {
        id_: version
        for part in portions(document_ids)
        for id_, version in session.exec(
            select(Document.id, Document.version).where(col(Document.id).in_(part), col(Document.deleted_at).is_(None))
        ).all()
    }


def list_readable(session: Session, actor: Actor, document_ids: Iterable[str]) -> dict[str, Document]:
    """Those that the actor may read now, without the trash."""
    return {
        row.id: row
        for part in portions(document_ids)
        for row in session.exec(
            select(Document).where(col(Document.id).in_(part), readable(actor), col(Document.deleted_at).is_(None))
        ).all()
    }


def list_passages(session: Session, actor: Actor, chunk_ids: Iterable[str]) -> list[tuple[Chunk, str]]:
    """Passages that the actor may read now, each with the name of its document."""
    found: list[tuple[Chunk, str]] = []
    for part in portions(chunk_ids):
        statement = select(Chunk, Document.name).join(Document, col(Document.id) == Chunk.document_id)
        found += session.exec(statement.where(col(Chunk.id).in_(part), readable(actor), col(Document.deleted_at).is_(None))).all()
    return found


def mark_cited(session: Session, message_id: str, numbers: Collection[int]) -> None:
    """Say which sources an answer refers to."""
    rows: Any = update(MessageSource).where(col(MessageSource.message_id) == message_id)
    session.exec(rows.values(cited=col(MessageSource.number).in_(list(numbers))))


def count_in_scope(session: Session, actor: Actor, scope: Scope, folder_id: str) -> int:
    """How many documents a question of the actor is answered from now."""
    statement = select(func.count()).select_from(Document).where(*AT_HAND)
    if scope.kind == "everything":
        return session.exec(statement.where(readable(actor))).one()
    if scope.kind == "documents":
        return len(readable_ids(session, actor, scope.document_ids))
    if scope.kind == "none" or not folder_id:
        return 0
    # Whoever may read a folder may read what lies in it.
    inside = statement.where(col(Document.folder_id).in_(readable_folders(actor.user_id)))
    around = {*above(session, folder_id), *below(session, folder_id)}
    return sum(session.exec(inside.where(col(Document.folder_id).in_(part))).one() for part in portions(around))


def pinned_tokens(session: Session, actor: Actor, scope: Scope) -> int:
    """What the documents add that go along in full with each question of the actor."""
    if not scope.pinned_ids:
        return 0
    return sum(row.tokens for row in list_readable(session, actor, scope.pinned_ids).values() if row.enabled)
