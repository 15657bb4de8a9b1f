"""Which documents a chat's answers are found in, as its row keeps it (`conversations.knowledge`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

ScopeKind = Literal["none", "project", "documents", "everything"]
"""`project`: those of the chat's folder, of the folders above and below it. `documents`: those that are named. `everything`: all that
the one who asks may read. What they may not read is never part of it."""

KINDS: Sequence[ScopeKind] = ("none", "project", "documents", "everything")
MOST_DOCUMENTS = 500
"""Chosen for one chat; whoever wants more asks in a project."""
MOST_PINNED = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Where answers are found. Whether the documents are there, and who may read them, is asked with every question."""

    kind: ScopeKind = "project"
    document_ids: tuple[str, ...] = ()
    """For the kind "documents"."""
    pinned_ids: tuple[str, ...] = ()
    """Documents that go along in full with each question, whatever the kind."""
    rewrite: bool = True
    """Whether the chat's model may rewrite follow-ups and think of other wordings."""


def read_scope(text: str) -> Scope:
    """The scope that a row keeps; what is missing or unknown in it is as in `Scope()`, which is also what an empty text says."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return Scope()
    if not isinstance(found, dict):
        return Scope()
    usual = Scope()
    said, rewrite = found.get("kind"), found.get("rewrite")
    return Scope(
        kind=cast("ScopeKind", said) if said in KINDS else usual.kind,
        document_ids=_ids(found.get("document_ids"), MOST_DOCUMENTS),
        pinned_ids=_ids(found.get("pinned_ids"), MOST_PINNED),
        rewrite=rewrite if isinstance(rewrite, bool) else usual.rewrite,
    )


def scope_text(scope: Scope) -> str:
    """What a row keeps of a scope: only what is not usual, so that it is empty for most chats."""
    usual, said = Scope(), dict[str, Any]()
    if scope.kind != usual.kind:
        said["kind"] = scope.kind
    if documents := _ids(scope.document_ids, MOST_DOCUMENTS):
        said["document_ids"] = documents
    if pinned := _ids(scope.pinned_ids, MOST_PINNED):
        said["pinned_ids"] = pinned
    if scope.rewrite != usual.rewrite:
        said["rewrite"] = scope.rewrite
    return json.dumps(said, separators=(",", ":")) if said else ""


def _ids(found: Any, most: int) -> tuple[str, ...]:
    """Ids in their order, each once."""
    listed: Iterable[Any] = found if isinstance(found, list | tuple) else ()
    return tuple(dict.fromkeys(one for one in listed if isinstance(one, str) and one))[:most]
