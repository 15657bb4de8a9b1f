"""Chats of the ZIP: the whole tree of each with what hangs on it, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.services.project_files import import_queries as queries
from chat_app.services.project_files.errors import BrokenProjectFileError
from chat_app.services.project_files.parsing import Values
from chat_app.services.project_files.run import Row, Run
from chat_app.services.retrieval.scopes import Scope, read_scope, scope_text
from chat_app.services.search.indexing import index_conversation

Files = Mapping[str, Values]
"""What the bytes of attachments are, by the attachments' old ids; what is not here is left out."""
RENEWED = ("comparison", "message", "attachment", "summary", "canvas")


def write_chat(session: Session, run: Run, group: Sequence[Row], files: Files) -> None:
    """The rows of a chat, which begins the group."""
    run.renew([group[0][1]["id"]])
    for kind in RENEWED:
        run.renew(values["id"] for each, values, _ in group if each == kind)
    made = _chat(run, group[0][1])
    session.add(made)
    session.flush()
    for kind, model, place in _PLACES:
        rows = [place(run, made, values, files) for each, values, _ in group if each == kind]
        queries.add_rows(session, model, [row for row in rows if row is not None])
    tags = [tag_id for old in group[0][2].get("tags") or () if isinstance(old, str) and (tag_id := run.new(old))]
    queries.add_rows(session, models.ConversationTag, [{"conversation_id": made.id, "tag_id": tag_id} for tag_id in dict.fromkeys(tags)])
    session.flush()
    index_conversation(session, made)
    run.chat_ids.append(made.id)


def _chat(run: Run, values: Values) -> models.Conversation:
    folder_id = run.new(values["folder_id"])
    if folder_id not in run.folder_ids:
        raise BrokenProjectFileError("chats.jsonl")
    own: Values = {
        "id": run.ids[values["id"]],
        "folder_id": folder_id,
        "active_leaf_id": run.new(values["active_leaf_id"]),
        "read_message_id": run.new(values["read_message_id"]),
        "assistant_id": run.new(values["assistant_id"]),
        "knowledge": _scope(run, values["knowledge"]),
    }
    return models.Conversation(**(values | own), owner_id=run.actor.user_id, seen_at=run.now, deleted_at=run.now)


def _scope(run: Run, text: str) -> str:
    scope = read_scope(text)
    known = [tuple(new for old in ids if (new := run.new(old))) for ids in (scope.document_ids, scope.pinned_ids)]
    return scope_text(Scope(scope.kind, known[0], known[1], scope.rewrite))


def _comparison(run: Run, made: models.Conversation, values: Values, _files: Files) -> dict[str, Any] | None:
    question_id = run.new(values["question_id"])
    own: Values = {"question_id": question_id, "winner_id": run.new(values["winner_id"]), "vote_id": run.new(values["vote_id"])}
    return values | own | _of(run, made, values) | {"owner_id": made.owner_id} if question_id else None


def _message(run: Run, made: models.Conversation, values: Values, _files: Files) -> dict[str, Any]:
    own: Values = {
        "parent_id": run.new(values["parent_id"]),
        "comparison_id": run.new(values["comparison_id"]),
        "merge": _merge(run, values["merge"]),
    }
    return values | own | _of(run, made, values)


def _merge(run: Run, text: str) -> str:
    if not text:
        return ""
    merge = json.loads(text)
    return json.dumps(merge | {"answers": [new for old in merge["answers"] if (new := run.new(old))]})


def _attachment(run: Run, made: models.Conversation, values: Values, files: Files) -> dict[str, Any] | None:
    bytes_, message_id = files.get(values["id"]), run.new(values["message_id"])
    if bytes_ is None or message_id is None:
        return None
    return values | bytes_ | _of(run, made, values) | {"message_id": message_id, "owner_id": made.owner_id}


def _summary(run: Run, made: models.Conversation, values: Values, _files: Files) -> dict[str, Any] | None:
    message_id = run.new(values["message_id"])
    return values | _of(run, made, values) | {"message_id": message_id} if message_id else None


def _canvas(run: Run, made: models.Conversation, values: Values, _files: Files) -> dict[str, Any]:
    return values | _of(run, made, values) | {"owner_id": made.owner_id}


def _canvas_version(run: Run, _made: models.Conversation, values: Values, _files: Files) -> dict[str, Any] | None:
    canvas_id = run.new(values["canvas_id"])
    return values | {"canvas_id": canvas_id} if canvas_id else None


def _source(run: Run, _made: models.Conversation, values: Values, _files: Files) -> dict[str, Any] | None:
    """A passage that is not there any more keeps its copy; the document has to be in the ZIP."""
    message_id, document_id = run.new(values["message_id"]), run.new(values["document_id"])
    if message_id is None or document_id is None:
        return None
    return values | {"message_id": message_id, "document_id": document_id, "chunk_id": run.passage(values["chunk_id"])}


def _of(run: Run, made: models.Conversation, values: Values) -> dict[str, Any]:
    return {"id": run.ids[values["id"]], "conversation_id": made.id}


_Place = Callable[[Run, models.Conversation, Values, Files], dict[str, Any] | None]
_PLACES: tuple[tuple[str, type[SQLModel], _Place], ...] = (
    ("comparison", models.Comparison, _comparison),
    ("message", models.Message, _message),
    ("attachment", models.Attachment, _attachment),
    ("summary", models.Summary, _summary),
    ("canvas", models.Canvas, _canvas),
    ("canvas_version", models.CanvasVersion, _canvas_version),
    ("source", models.MessageSource, _source),
)
"""What refers to others comes after them."""
