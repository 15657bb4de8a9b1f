"""A person with a thousand documents is erased: what is left of them in rows, blobs and points."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from sqlmodel import SQLModel

from bench.ingestion.house import House, open_house
from chat_app.db import migrate
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.clock import utc_now
from chat_app.services.privacy.eraser import Eraser
from chat_app.services.privacy.erasure_list import ErasureList
from chat_app.services.privacy.export_files import ExportFolder

TABLES = ("users", "documents", "chunks", "document_contents", "chunk_embeddings", "ingestion_jobs", "ingestion_lines", "index_tasks")


def erase(documents: int) -> dict[str, object]:
    """Figures of one erasure."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'parley.db'}"
        migrate(url)
        return asyncio.run(_erase(url, Path(folder), documents))


async def _erase(url: str, folder: Path, documents: int) -> dict[str, object]:
    house = open_house(url, folder)
    try:
        for number in range(documents):
            await house.add(f"{number}.txt", f"Document {number} says something that no other one says.".encode())
        began = time.monotonic()
        await house.parts.worker.work()
        await house.parts.reconciler.work()
        read_seconds, before = round(time.monotonic() - began, 1), await _counts(house)
        doors, began = house.parts.doors, time.monotonic()
        audit, exports, gone = AuditLog(house.db, utc_now), ExportFolder(folder / "exports"), ErasureList(folder / "erasures.log")
        await Eraser(house.db, audit, doors.blobs, doors.files, exports, gone, utc_now).erase(house.actor.user_id)
        await house.parts.reconciler.work()
        seconds = round(time.monotonic() - began, 1)
        return {"documents": documents, "read_s": read_seconds, "erase_s": seconds, "before": before, "after": await _counts(house)}
    finally:
        await house.close()


async def _counts(house: House) -> dict[str, int]:
    tables = SQLModel.metadata.tables
    rows = house.db.read_now(lambda session: {name: len(session.connection().execute(tables[name].select()).all()) for name in TABLES})
    index = (await house.parts.generations.live())[0].index
    blobs = [blob async for blob in house.parts.doors.blobs.list()]
    return {**rows, "blobs": len(blobs), "points": sum((await index.all_documents()).values())}
