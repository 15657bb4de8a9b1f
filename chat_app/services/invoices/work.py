"""What follows an invoice: its documents are made once, and it is sent. Both happen after it was issued, never within."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.einvoice import render
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.mail.port import MailError, MailFile
from chat_app.services.files.incoming import work_folder
from chat_app.services.invoices import list_queries, queries
from chat_app.services.invoices.contents import thaw
from chat_app.services.invoices.dto import DocumentFormat
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox

logger = logging.getLogger(__name__)

AT_ONCE = 20
MAIL_DAYS = timedelta(days=3)
"""For how long a mail server may be away before an invoice is left for downloading."""
LOOKED_BACK = timedelta(days=30)
"""How old invoices without documents may be, after all of them were looked at once when the process began."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""Before a mail is tried again."""


class InvoiceWork:
    """For the scheduled job, and at once after something was issued."""

    def __init__(self, db: Database, blobs: BlobStore, outbox: Outbox, folder: Path, clock: Clock) -> None:
        """`folder` is where documents lie for the moment between being written and being kept."""
        self._db = db
        self._blobs = blobs
        self._outbox = outbox
        self._folder = folder
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._seen_until: datetime | None = None

    async def run(self) -> None:
        """Make the documents that are missing, send what waits."""
        async with self._one_at_a_time:
            since = self._seen_until and self._seen_until - LOOKED_BACK
            missing = await self._db.read(lambda session: list_queries.list_undocumented(session, since, AT_ONCE))
            for invoice in missing:
                await self._document(invoice)
            if len(missing) < AT_ONCE:
                self._seen_until = self._clock()
            if self._outbox.is_open:
                await self._send_due()

    async def _document(self, invoice: models.Invoice) -> None:
        try:
            made = await asyncio.to_thread(render, thaw(invoice.content))
            formats: dict[DocumentFormat, bytes] = {"pdf": made.pdf, "xml": made.xml, "xrechnung": made.xrechnung}
            rows = [await self._keep(invoice.id, name, body) for name, body in formats.items()]
        except Exception:
            # One that cannot be written must not keep the others from being written; it is tried again with the next run.
            logger.exception("The documents of invoice %s could not be made", invoice.number)
            return
        await self._db.write(lambda session: _add_documents(session, invoice.id, rows))

    async def _keep(self, invoice_id: str, name: DocumentFormat, body: bytes) -> models.InvoiceDocument:
        fingerprint = hashlib.sha256(body).hexdigest()
        async with work_folder(self._folder) as folder:
            path = folder / name
            await asyncio.to_thread(path.write_bytes, body)
            await self._blobs.put(path, fingerprint)
        return models.InvoiceDocument(
            invoice_id=invoice_id, format=name, blob_key=fingerprint, sha256=fingerprint, size=len(body), created_at=self._clock()
        )

    async def _send_due(self) -> None:
        now = self._clock()
        for mail in await self._db.read(lambda session: list_queries.list_due_mails(session, now, now - MAIL_DAYS, AT_ONCE)):
            until = now + PAUSES[min(mail.attempts, len(PAUSES) - 1)]
            if await self._db.write(lambda session, mail=mail, until=until: list_queries.claim_mail(session, mail.id, now, until)):
                await self._send(mail)

    async def _send(self, mail: models.InvoiceMail) -> None:
        invoice, pdf = await self._db.read(lambda session: _with_pdf(session, mail.invoice_id))
        kind = "invoice" if invoice.kind == "invoice" else "correction"
        file = MailFile(f"{invoice.number}.pdf", "application/pdf", await self._blobs.read(pdf.sha256))
        try:
            await self._outbox.send(mail.email, invoice.language, kind, "/billing#invoices", [file], number=invoice.number)
        except MailError as error:
            logger.warning("Invoice %s was not sent: %s", invoice.number, error)
            if error.may_succeed_later:
                return
            state = "refused"
        else:
            state = "sent"
        await self._db.write(lambda session: list_queries.end_mail(session, mail.id, state, self._clock()))


def _with_pdf(session: Session, invoice_id: str) -> tuple[models.Invoice, models.InvoiceDocument]:
    invoice = queries.find_invoice(session, invoice_id)
    pdf = next(one for one in list_queries.documents_of(session, invoice_id) if one.format == "pdf")
    assert invoice  # noqa: S101  (a foreign key, and nothing is deleted)
    return invoice, pdf


def _add_documents(session: Session, invoice_id: str, rows: list[models.InvoiceDocument]) -> None:
    """Another process may have been faster: what was kept first stays."""
    if not list_queries.documents_of(session, invoice_id):
        session.add_all(rows)
