"""A person with a thousand documents is erased: not a row, a blob or a point of them is left, and nothing of anybody else's is gone."""

from __future__ import annotations

import hashlib
import struct
from datetime import datetime

import pytest
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.ingestion.texts import text_hash
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.privacy.eraser import Eraser
from chat_app.services.privacy.erasure_list import ErasureList
from chat_app.services.privacy.export_files import ExportFolder
from tests.services.knowledge.conftest import House

DOCUMENTS = 1_000
SHARED = 10
"""So many have the same bytes as somebody else's."""
TABLES = (
    models.Document, models.Chunk, models.DocumentContent, models.ChunkEmbedding, models.IngestionJob, models.IngestionLine,
    models.IndexTask, models.MessageSource,
)  # fmt: skip

pytestmark = pytest.mark.timeout(600)


async def test_nothing_of_a_thousand_documents_is_left(house: House) -> None:
    ada, bo = house.person("Ada"), house.person("Bo")
    await _give(house, bo, 0, SHARED)
    kept = await _counts(house)
    await _give(house, ada, 0, DOCUMENTS)
    before = await _counts(house)
    assert before["documents"] == DOCUMENTS + SHARED
    assert (before["blobs"], before["chunk_embeddings"]) == (DOCUMENTS, DOCUMENTS)
    assert before["points"] == DOCUMENTS + SHARED
    audit, gone = AuditLog(house.db, house.clock), ErasureList(house.folder / "erasures.log")
    eraser = Eraser(house.db, audit, house.blobs, house.files, ExportFolder(house.folder / "exports"), gone, house.clock)
    await eraser.erase(ada.user_id)
    await house.parts.reconciler.work()
    assert await _counts(house) == kept
    report = await house.parts.orphans.run()
    assert report.is_clean, report
    assert (report.documents, report.points) == (SHARED, SHARED)


async def _give(house: House, actor: Actor, first: int, count: int) -> None:
    """Documents that were read, as their worker leaves them; their blobs are old enough for any sweep."""
    numbers = range(first, first + count)
    for number in numbers:
        path = house.folder / new_id()
        path.write_bytes(_text(number).encode())
        await house.blobs.put(path, _sha256(number))
    house.db.write_now(lambda session: _write(session, actor, numbers, house.now))
    await house.parts.reconciler.work()


def _text(number: int) -> str:
    return f"Document {number} says something that no other one says."


def _sha256(number: int) -> str:
    return hashlib.sha256(_text(number).encode()).hexdigest()


def _write(session: Session, actor: Actor, numbers: range, now: datetime) -> None:
    ids = {number: new_id() for number in numbers}
    contents = {number: session.get(models.DocumentContent, f"content {number}") for number in numbers}
    fresh = [number for number in numbers if contents[number] is None]
    _add(session, models.DocumentContent, [
        {"id": f"content {number}", "sha256": _sha256(number), "reader": "1", "title": "", "text": _text(number), "layout": b"", "pages": 0,
         "language": "en", "created_at": now}
        for number in fresh
    ])  # fmt: skip
    vector = struct.pack("<4e", 0.1, 0.2, 0.3, 0.4)
    _add(session, models.ChunkEmbedding, [
        {"text_hash": text_hash("", _text(number)), "model": "letters", "vector": vector} for number in fresh
    ])  # fmt: skip
    session.add_all(
        models.Document(
            id=ids[number], owner_id=actor.user_id, name=f"{number}.txt", content_id=f"content {number}", sha256=_sha256(number),
            size=len(_text(number)), state="ready", created_at=now, updated_at=now,
        )
        for number in numbers
    )  # fmt: skip
    session.flush()
    session.add_all(
        models.Chunk(
            id=new_id(), document_id=ids[number], number=0, text=_text(number), text_hash=text_hash("", _text(number)), start=0,
            end=len(_text(number)), tokens=12, language="en",
        )
        for number in numbers
    )  # fmt: skip
    session.add_all(models.IngestionJob(document_id=id_, state="done", due_at=now) for id_ in ids.values())
    session.add_all(models.IngestionLine(document_id=id_, at=now, key="document.log.done") for id_ in ids.values())
    note_changes(session, ids.values(), now)


def _add(session: Session, kind: type[SQLModel], rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(insert(kind), rows)


async def _counts(house: House) -> dict[str, int]:
    rows = dict(zip((table.__tablename__ for table in TABLES), house.count(*TABLES), strict=True))
    blobs = [blob async for blob in house.blobs.list()]
    index = (await house.parts.generations.live())[0].index
    return {
        **{str(name): count for name, count in rows.items()},
        "blobs": len(blobs),
        "points": sum((await index.all_documents()).values()),
    }
