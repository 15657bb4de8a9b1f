"""Where somebody's questions may find answers, as a filter for the index. Asked with every question: rights change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.integrations.vectors.port import IndexFilter
from chat_app.models import Document, Folder
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.knowledge.rights import readable
from chat_app.services.projects.rights_queries import readable_folders
from chat_app.services.retrieval.scopes import ScopeKind

MOST_NAMED = 5_000
"""Documents that a filter names one by one, the newest ones."""

AT_HAND = (col(Document.deleted_at).is_(None), col(Document.enabled), col(Document.content_id).is_not(None))
"""What a document is whose passages may be found. One that is read anew serves with the version before."""


def places(session: Session, actor: Actor, kind: ScopeKind, folder_id: str, document_ids: Iterable[str]) -> IndexFilter | None:
    """Where to search for this scope; None where there is nothing that the actor may read."""
    if kind == "everything":
        return everything(session, actor)
    if kind == "project" and folder_id:
        return in_folders(session, actor, [*above(session, folder_id), *below(session, folder_id)])
    if kind == "documents":
        return _filter(documents=readable_ids(session, actor, document_ids))
    return None


def everything(session: Session, actor: Actor) -> IndexFilter | None:
    """All that somebody may read. Folders without documents are not named: they may be thousands."""
    inside = col(Document.folder_id).in_(readable_folders(actor.user_id))
    folders = session.exec(select(Document.folder_id).where(inside, *AT_HAND).distinct()).all()
    own = select(Document.id).where(Document.owner_id == actor.user_id, col(Document.folder_id).is_(None), *AT_HAND).limit(1)
    owner = actor.user_id if session.exec(own).first() else ""
    return _filter(owner, [folder for folder in folders if folder], _left_behind(session, actor))


def in_folders(session: Session, actor: Actor, folder_ids: Iterable[str]) -> IndexFilter | None:
    """What lies directly in these folders, of those that the actor may read."""
    found: set[str] = set()
    for part in portions(folder_ids):
        allowed = select(Document.folder_id).where(col(Document.folder_id).in_(part), *AT_HAND)
        allowed = allowed.where(col(Document.folder_id).in_(readable_folders(actor.user_id))).distinct()
        found |= {folder for folder in session.exec(allowed).all() if folder}
    return _filter(folders=found)


def above(session: Session, folder_id: str) -> Sequence[str]:
    """The folder and those that it lies in, of one owner. Whoever asks may not be allowed to read them."""
    start = select_columns(col(Folder.id), col(Folder.parent_id), col(Folder.owner_id)).where(col(Folder.id) == folder_id)
    path = start.cte("above", recursive=True)
    step = select_columns(col(Folder.id), col(Folder.parent_id), col(Folder.owner_id)).join(
        path, (col(Folder.id) == path.c.parent_id) & (col(Folder.owner_id) == path.c.owner_id)
    )
    return _ids(session, path.union(step))


def below(session: Session, folder_id: str) -> Sequence[str]:
    """The folder and those that lie in it, of one owner. Whoever asks may not be allowed to read them."""
    start = select_columns(col(Folder.id), col(Folder.owner_id)).where(col(Folder.id) == folder_id)
    tree = start.cte("below", recursive=True)
    step = select_columns(col(Folder.id), col(Folder.owner_id)).join(
        tree, (col(Folder.parent_id) == tree.c.id) & (col(Folder.owner_id) == tree.c.owner_id)
    )
    return _ids(session, tree.union(step))


def readable_ids(session: Session, actor: Actor, document_ids: Iterable[str]) -> list[str]:
    """Those of the documents whose passages the actor may be given, in their order."""
    wanted, found = list(dict.fromkeys(document_ids)), set[str]()
    for part in portions(wanted):
        statement = select(Document.id).where(col(Document.id).in_(part), readable(actor), *AT_HAND, _in_open_folder())
        found |= set(session.exec(statement).all())
    return [document_id for document_id in wanted if document_id in found]


def only_media(session: Session, actor: Actor, where: IndexFilter, media: str) -> IndexFilter | None:
    """The documents of one kind in these places."""
    inside = [_unfiled(where.owner)] if where.owner else []
    inside += [col(Document.folder_id).in_(part) for part in portions(where.folders)]
    inside += [col(Document.id).in_(part) for part in portions(where.documents)]
    found: list[str] = []
    for here in inside:
        statement = select(Document.id).where(Document.kind == media, here, readable(actor), *AT_HAND, _in_open_folder())
        found += session.exec(statement.order_by(col(Document.created_at).desc()).limit(MOST_NAMED)).all()
    return _filter(documents=found[:MOST_NAMED])


def _left_behind(session: Session, actor: Actor) -> Sequence[str]:
    """Documents of the actor's own in projects that they are in no more."""
    elsewhere = (col(Document.folder_id).is_not(None), col(Document.folder_id).not_in(readable_folders(actor.user_id)))
    statement = select(Document.id).where(Document.owner_id == actor.user_id, *elsewhere, *AT_HAND, _in_open_folder())
    return session.exec(statement.order_by(col(Document.created_at).desc()).limit(MOST_NAMED)).all()


def _in_open_folder() -> ColumnElement[bool]:
    """In no folder, or in one that is not in the trash."""
    return or_(col(Document.folder_id).is_(None), col(Document.folder_id).in_(select(Folder.id).where(col(Folder.deleted_at).is_(None))))


def _unfiled(owner_id: str) -> ColumnElement[bool]:
    return (col(Document.owner_id) == owner_id) & col(Document.folder_id).is_(None)


def _filter(owner: str = "", folders: Iterable[str] = (), documents: Iterable[str] = ()) -> IndexFilter | None:
    folders, documents = frozenset(folders), frozenset(documents)
    return IndexFilter(owner, folders, documents) if owner or folders or documents else None


def _ids(session: Session, tree: Any) -> Sequence[str]:
    return session.execute(select_columns(tree.c.id)).scalars().all()
