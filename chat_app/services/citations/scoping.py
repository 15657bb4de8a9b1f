"""What people may choose for a chat: documents that they may read. What somebody else chose and they may not read stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from chat_app.services.citations import queries
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.retrieval.scopes import Scope


def checked_scope(session: Session, actor: Actor, wanted: Scope, before: Scope | None = None) -> Scope:
    """What the actor may choose; raises `DocumentNotFoundError` for a document that they may not read."""
    before = before or Scope()
    hidden = _hidden(session, actor, {*before.document_ids, *before.pinned_ids})
    chosen = {*wanted.document_ids, *wanted.pinned_ids} - hidden
    if chosen - queries.list_readable(session, actor, chosen).keys():
        raise DocumentNotFoundError
    return replace(
        wanted,
        document_ids=_joined(wanted.document_ids, before.document_ids, hidden),
        pinned_ids=_joined(wanted.pinned_ids, before.pinned_ids, hidden),
    )


def _hidden(session: Session, actor: Actor, document_ids: Collection[str]) -> set[str]:
    """The documents among these that are there, for others than the actor."""
    open_to = queries.list_readable(session, actor, document_ids)
    return queries.versions_of(session, set(document_ids) - open_to.keys()).keys() - open_to.keys()


def _joined(wanted: Collection[str], before: Collection[str], hidden: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(id_ for id_ in wanted if id_ not in hidden), *(id_ for id_ in before if id_ in hidden))))
