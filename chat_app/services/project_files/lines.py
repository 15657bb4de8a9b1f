"""Rows as lines of the ZIP: the fields that `form` names, and what a line says besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlmodel import SQLModel

from chat_app import models
from chat_app.models import MessageStatus
from chat_app.services.exports.reading import ChatRows
from chat_app.services.project_files.form import KINDS
from chat_app.services.retrieval.scopes import read_scope, scope_text

PERSONAL = {"draft": "", "favourite": False, "read_message_id": None}
"""What belongs to the owner of a chat and to nobody else."""
ELSEWHERE = {"watch", "chat", "message", "note"}
"""Sources that mean nothing outside of this server, or tell a path of it: such a document goes as a file."""


def line(kind: str, row: SQLModel, **own: Any) -> bytes:
    """One line; `own` says what takes the place of the row's fields or stands beside them."""
    values = {name: getattr(row, name) for name in KINDS[kind].fields} | own
    return orjson.dumps({"line": kind, **values}, option=orjson.OPT_NAIVE_UTC | orjson.OPT_APPEND_NEWLINE)


def document_line(row: models.Document, facts: tuple[str, str], file: str, text: str) -> bytes:
    """A document with the names of its members of the ZIP; `facts` are title and language of what was read."""
    own = {"source": "upload", "source_ref": "", "source_mark": ""} if row.source in ELSEWHERE else {}
    return line("document", row, file=file, text=text, title=facts[0], language=facts[1], **own)


def question_lines(rows: Iterable[models.RetrievalQuestion], document_ids: set[str]) -> Iterable[bytes]:
    """Those whose answer stands in one of these documents."""
    for row in rows:
        if here := [place for place in orjson.loads(row.expected) if place[0] in document_ids]:
            yield line("question", row, expected=orjson.dumps(here).decode())


def chat_lines(
    rows: ChatRows,
    beside: Mapping[str, Iterable[Any]],
    sources: Iterable[models.MessageSource],
    tags: Iterable[models.Tag],
    file_of: Mapping[str, str],
    document_ids: set[str],
    own: bool,
) -> Iterable[bytes]:
    """A whole chat, each line after those that it refers to. `own`: whether whoever exports it began it."""
    known = {row.id for row, _depth in rows.messages}
    yield line("chat", rows.conversation, tags=[tag.id for tag in tags], **_chat(rows.conversation, document_ids, own=own))
    for row in beside["comparisons"]:
        yield line("comparison", row)
    for row, _depth in rows.messages:
        yield line("message", row, **_message(row, known))
    for files in rows.attachments.values():
        for file in files:
            yield line("attachment", file, file=file_of.get(file.sha256, ""))
    for summary in rows.summaries:
        if summary.message_id in known:
            yield line("summary", summary)
    for row in beside["canvases"]:
        yield line("canvas", row)
    for row in beside["canvas_versions"]:
        yield line("canvas_version", row)
    for source in sources:
        if source.message_id in known:
            yield line("source", source)


def _chat(row: models.Conversation, document_ids: set[str], *, own: bool) -> dict[str, Any]:
    scope = read_scope(row.knowledge)
    here = [tuple(one for one in ids if one in document_ids) for ids in (scope.document_ids, scope.pinned_ids)]
    narrowed = scope_text(type(scope)(scope.kind, here[0], here[1], scope.rewrite))
    return {"knowledge": narrowed, **({} if own else PERSONAL)}


def _message(row: models.Message, known: set[str]) -> dict[str, Any]:
    """What is still being written goes along as far as it came; whose parent is gone stands at the top."""
    own: dict[str, Any] = {"status": MessageStatus.STOPPED} if row.status == MessageStatus.RUNNING else {}
    return own | ({} if row.parent_id in known else {"parent_id": None})
