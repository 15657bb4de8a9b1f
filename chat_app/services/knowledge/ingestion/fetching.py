"""Pages and files of the web become the bytes of a document, through the one client for addresses that are not ours."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sqlmodel import Session

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.http.outbound import Fetched, OutboundClient
from chat_app.models import Document
from chat_app.services.files.incoming import sha256_of, work_folder
from chat_app.services.files.names import clean_name
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.originals import Originals

ACCEPT = "text/html, application/pdf, text/*, */*;q=0.5"
SUFFIXES = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}
OK = 200


class Fetcher:
    """Fetches what a document's address shows now."""

    def __init__(self, outbound: OutboundClient, originals: Originals, clock: Clock) -> None:
        self._outbound = outbound
        self._originals = originals
        self._clock = clock

    async def fetch(self, held: queue.Claim, document: Document) -> None:
        """Let the document have these bytes. Raises `AddressRefusedError`, `FileRefusedError`, `ClaimLostError`."""
        found = await self._outbound.get(document.source_ref, accept=ACCEPT)
        if found.status != OK:
            raise FileRefusedError("document.address_status", status=found.status)
        if not found.body:
            raise FileRefusedError("attachment.empty")
        async with work_folder(self._originals.folder) as folder:
            path = folder / "original"
            await asyncio.to_thread(path.write_bytes, found.body)
            sha256 = await asyncio.to_thread(sha256_of, path)

            def save(session: Session) -> None:
                now = self._clock()
                queue.hold(session, held, now)
                row = session.get_one(Document, held.document_id)
                row.sha256, row.size, row.media_type = sha256, len(found.body), found.content_type[:100]
                row.source_mark, row.updated_at = found.headers.get("etag", "")[:200], now
                row.name = row.name or name_of(found)
                queue.write_line(session, held.document_id, "document.log.fetched", now, bytes=len(found.body))

            await self._originals.put(path, sha256, save)


def name_of(found: Fetched) -> str:
    """How the last part of an address calls it, with the suffix of what it is."""
    parts = urlsplit(found.url)
    name = clean_name(unquote(PurePosixPath(parts.path).name) or parts.hostname or "")
    suffix = SUFFIXES.get(found.content_type, "")
    return name if not suffix or PurePosixPath(name).suffix.lower() in {suffix, ".htm"} else f"{name}{suffix}"
