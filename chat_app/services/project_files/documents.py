"""Documents of the ZIP, with their passages as people left them.

What a ZIP says that stands in a file is nobody's but its importer's: texts that are read are shared by all who have the same bytes.
So the text of the ZIP is a version of this document alone, which serves until the file has been read here; passages that are found
again then keep their ids, corrections and switches, as with any new version.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.reading.layout import to_bytes
from chat_app.integrations.reading.port import ParsedDocument
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.errors import TooManyDocumentsError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.texts import text_hash
from chat_app.services.knowledge.queries import count_own
from chat_app.services.project_files import import_queries as queries
from chat_app.services.project_files.errors import BrokenProjectFileError
from chat_app.services.project_files.parsing import Values
from chat_app.services.project_files.run import Row, Run
from chat_app.services.retrieval_bench.questions import MOST_QUESTIONS


def write_document(session: Session, run: Run, group: Sequence[Row], text: str, most: int) -> None:
    """One document; raises `TooManyDocumentsError` beyond `most` of a person's."""
    if count_own(session, run.actor) >= most:
        raise TooManyDocumentsError(max=most)
    _, values, beside = group[0]
    run.renew([values["id"]])
    row = _document(run, values)
    if text:
        content = _content(row, text, beside, run)
        session.add(content)
        session.flush()
        # The version that is read here takes the place of this one, and gets the number that it had.
        row.content_id, row.version = content.id, values["version"] - 1
    session.add(row)
    session.flush()
    run.document_ids.append(row.id)
    _write_passages(session, run, row.id, [passage for kind, passage, _ in group[1:] if kind == "passage"], len(text))
    queue.enqueue(session, row.id, run.now)
    queue.write_line(session, row.id, "document.log.came", run.now, bytes=row.size)


def write_questions(session: Session, run: Run, rows: Sequence[Row]) -> None:
    """What measures how well they are found; raises `BrokenProjectFileError` for more than a project has."""
    questions = [values for kind, values, _ in rows if kind == "question"]
    if any(count > MOST_QUESTIONS for count in Counter(values["folder_id"] for values in questions).values()):
        raise BrokenProjectFileError("questions.jsonl")
    run.renew(values["id"] for values in questions)
    made = []
    for values in questions:
        places = [(run.new(document_id), run.passage(chunk_id)) for document_id, chunk_id in json.loads(values["expected"])]
        known, folder_id = [place for place in places if place[0]], run.new(values["folder_id"])
        if known and folder_id:
            own = {"id": run.ids[values["id"]], "folder_id": folder_id, "author_id": run.actor.user_id, "expected": json.dumps(known)}
            made.append(values | own)
    queries.add_rows(session, models.RetrievalQuestion, made)


def _document(run: Run, values: Values) -> models.Document:
    folder_id = run.new(values["folder_id"])
    if folder_id not in run.folder_ids:
        raise BrokenProjectFileError("documents.jsonl")
    own: Values = {"id": run.ids[values["id"]], "folder_id": folder_id, "owner_id": run.actor.user_id}
    return models.Document(**(values | own), state="waiting", deleted_at=run.now)


def _content(row: models.Document, text: str, beside: dict[str, Any], run: Run) -> models.DocumentContent:
    title, language = (found if isinstance(found := beside.get(name), str) else "" for name in ("title", "language"))
    bare = ParsedDocument(text, (), title=title[:500], language=language[:8], kind=row.kind, media_type=row.media_type)
    return models.DocumentContent(
        id=new_id(),
        # Of no bytes at all: nobody finds it by those of a file, and it goes as soon as this document has another one.
        sha256=secrets.token_hex(32),
        reader="zip",
        title=bare.title,
        text=text,
        layout=to_bytes(bare),
        language=bare.language,
        created_at=run.now,
    )


def _write_passages(session: Session, run: Run, document_id: str, passages: Sequence[Values], length: int) -> None:
    run.renew(values["id"] for values in passages)
    rows = []
    for values in passages:
        if values["end"] > length:
            raise BrokenProjectFileError("documents.jsonl")
        own = {"id": run.ids[values["id"]], "document_id": document_id, "text_hash": text_hash(values["heading"], values["text"])}
        rows.append(values | own)
    queries.add_rows(session, models.Chunk, rows)
