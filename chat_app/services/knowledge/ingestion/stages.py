"""What happens to a document, stage by stage. Each one begins from what the database has, so that any of them may be the last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.layout import from_bytes, to_bytes
from chat_app.integrations.reading.port import DocumentReader, ParsedDocument
from chat_app.integrations.vectors.port import IndexUnavailableError
from chat_app.models import Document
from chat_app.services.files.incoming import work_folder
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.failpoints import reached
from chat_app.services.knowledge.cutting import Cutter
from chat_app.services.knowledge.embedders import Embedders
from chat_app.services.knowledge.ingestion import content_queries as contents
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.fetching import Fetcher
from chat_app.services.knowledge.ingestion.merging import Draft
from chat_app.services.knowledge.ingestion.persons import owner_of
from chat_app.services.knowledge.ingestion.queue_queries import Claim, ClaimLostError
from chat_app.services.knowledge.ingestion.storing import content_row, store_passages
from chat_app.services.knowledge.ingestion.texts import embedded_text
from chat_app.services.knowledge.ingestion.vectors import make_vectors
from chat_app.services.knowledge.originals import Originals

LAST_ATTEMPT = 3


class Indexer(Protocol):
    """Brings the index in step (`indexing/reconciler`)."""

    async def reconcile(self, document_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the stages work with."""

    originals: Originals
    fetcher: Fetcher
    reader: DocumentReader
    language_of: Callable[[str], str]
    cut: Cutter
    embedders: Embedders
    index: Indexer


class Stages:
    """Takes one document all the way."""

    def __init__(self, db: Database, tools: Tools, clock: Clock, told: Callable[[str], None]) -> None:
        """`told` hears of which document something went on."""
        self._db = db
        self._tools = tools
        self._clock = clock
        self._told = told

    async def run(self, held: Claim) -> None:
        """Read a document and let it be found. Raises what the stages raise, and `ClaimLostError`."""
        document = await self._document(held)
        if held.stage == "fetching" or not document.sha256:
            await self._at(held, "fetching")
            await self._tools.fetcher.fetch(held, document)
            document = await self._document(held)
        content_id, parsed, language = await self._read(held, document)
        await self._at(held, "chunking")
        drafts = await asyncio.to_thread(self._tools.cut, parsed, language)
        reached("ingestion.cut")
        await self._embed(held, drafts)
        await self._store(held, content_id, parsed, drafts)
        await self._index(held)
        reached("ingestion.before_done")
        await self._db.write(lambda session: self._done(session, held, parsed, len(drafts)))
        self._told(held.document_id)

    async def _document(self, held: Claim) -> Document:
        row = await self._db.read(lambda session: contents.find_document(session, held.document_id))
        if row is None:
            raise ClaimLostError
        return row

    async def _read(self, held: Claim, document: Document) -> tuple[str, ParsedDocument, str]:
        """What stands in the file, from the database where the same bytes were read before."""
        await self._at(held, "reading")
        known = await self._db.read(lambda session: contents.find_content(session, document.sha256))
        if known is not None:
            await self._line(held, "document.log.known")
            return known.id, await asyncio.to_thread(from_bytes, known.text, known.layout), known.language
        async with work_folder(self._tools.originals.folder) as folder:
            try:
                path = await self._tools.originals.take_out(document.sha256, folder / "original")
            except FileNotFoundError as error:
                raise FileRefusedError("document.file_missing") from error
            work = folder / "reading"
            await asyncio.to_thread(work.mkdir, mode=0o700)
            parsed = await self._tools.reader.read(path, document.name, work)
        reached("ingestion.read")
        return await self._keep(held, document, parsed)

    async def _keep(self, held: Claim, document: Document, parsed: ParsedDocument) -> tuple[str, ParsedDocument, str]:
        language = parsed.language or await asyncio.to_thread(self._tools.language_of, parsed.text)
        row = content_row(parsed, await asyncio.to_thread(to_bytes, parsed), document.sha256, language, self._clock())

        def keep(session: Session) -> str:
            queue.hold(session, held, self._clock())
            queue.write_line(
                session, held.document_id, "document.log.read", self._clock(), pages=len(parsed.pages), characters=len(parsed.text)
            )
            return contents.keep_content(session, row)

        content_id = await self._db.write(keep)
        reached("ingestion.kept")
        return content_id, parsed, language

    async def _embed(self, held: Claim, drafts: Sequence[Draft]) -> None:
        maker = await self._tools.embedders.current()
        if maker is None:
            return
        await self._at(held, "embedding", 0, len(drafts))
        owner = await self._db.read(lambda session: owner_of(session, held.owner_id))
        texts = {draft.text_hash: embedded_text(draft.heading, draft.text) for draft in drafts}

        async def told(done: int, total: int) -> None:
            await self._at(held, "embedding", done, total)

        try:
            made = await make_vectors(self._db, maker, owner, texts, told)
        except EmbeddingUnavailableError as error:
            if held.attempts < LAST_ATTEMPT:
                raise
            # Words alone find it until the vectors can be made: that is tried again by itself.
            await self._line(held, "document.log.without_vectors", reason=error.key)
        else:
            await self._line(held, "document.log.embedded", made=made, known=len(texts) - made, model=maker.model)

    async def _store(self, held: Claim, content_id: str, parsed: ParsedDocument, drafts: Sequence[Draft]) -> None:
        def store(session: Session) -> None:
            now = self._clock()
            stored = store_passages(session, held, content_id, parsed, drafts, now)
            queue.write_line(session, held.document_id, "document.log.cut", now, passages=len(drafts), kept=stored.kept)
            if stored.edits_lost:
                queue.write_line(session, held.document_id, "document.log.edits_lost", now, count=stored.edits_lost)

        await self._db.write(store)
        reached("ingestion.stored")
        self._told(held.document_id)

    async def _index(self, held: Claim) -> None:
        try:
            await self._tools.index.reconcile(held.document_id)
        except IndexUnavailableError:
            # What waits for the index is written down and comes to it later.
            await self._line(held, "document.log.index_later")

    def _done(self, session: Session, held: Claim, parsed: ParsedDocument, passages: int) -> None:
        now = self._clock()
        queue.end(session, held, "done", now, parsed.problem, dict(parsed.problem_params))
        queue.write_line(session, held.document_id, "document.log.done", now, passages=passages)

    async def _at(self, held: Claim, stage: str, done: int = 0, total: int = 0) -> None:
        await self._db.write(lambda session: queue.hold(session, held, self._clock(), stage=stage, done=done, total=total))
        self._told(held.document_id)

    async def _line(self, held: Claim, key: str, **params: str | int) -> None:
        await self._db.write(lambda session: queue.write_line(session, held.document_id, key, self._clock(), **params))
