"""Invoices for the people whom they are made out to, and all of them for administrators."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices import list_queries, queries
from chat_app.services.invoices.dto import DocumentFormat, InvoiceFile, InvoiceFilter, InvoiceView
from chat_app.services.invoices.errors import (
    DocumentDamagedError,
    DocumentNotReadyError,
    InvoiceNotFoundError,
    NoInvoiceEmailError,
    TooManyMailsError,
)
from chat_app.services.invoices.issuing import queue_mail
from chat_app.services.invoices.restarting import begin_anew
from chat_app.services.invoices.views import views_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.mail import Outbox
from chat_app.services.site.billing_sections import Seller
from chat_app.services.tax.profiles import buyer_of

PERMISSION = "billing"
ADMIN_PERMISSION = "admin.billing"
MAX_PAGE = 200
MAILS_PER_DAY = 20
_MEDIA = {"pdf": ("pdf", "application/pdf"), "xml": ("xml", "application/xml"), "xrechnung": ("xrechnung.xml", "application/xml")}


class InvoiceService:
    """Reading, and sending once more. Nobody changes an invoice."""

    def __init__(self, db: Database, audit: AuditLog, blobs: BlobStore, outbox: Outbox, clock: Clock) -> None:
        self._db = db
        self._audit = audit
        self._blobs = blobs
        self._outbox = outbox
        self._clock = clock

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[InvoiceView]:
        """The actor's invoices and corrections, newest first."""
        require(actor, PERMISSION)
        return await self._page(InvoiceFilter(owner_id=actor.user_id), cursor, limit)

    async def list_all(self, actor: Actor, wanted: InvoiceFilter, cursor: str = "", limit: int = 50) -> Page[InvoiceView]:
        """Everybody's, for administrators; raises `NotFoundError` for others."""
        require(actor, ADMIN_PERMISSION)
        return await self._page(wanted, cursor, limit)

    async def document(self, actor: Actor, invoice_id: str, wanted: DocumentFormat) -> InvoiceFile:
        """A document as it was made once; administrators read everybody's.

        Raises `InvoiceNotFoundError`, `DocumentNotReadyError`, and `DocumentDamagedError` when it is not what was kept.
        """
        require(actor, PERMISSION)

        def read(session: Session) -> tuple[models.Invoice, models.InvoiceDocument | None]:
            invoice = _found(session, actor, invoice_id)
            return invoice, next((one for one in list_queries.documents_of(session, invoice_id) if one.format == wanted), None)

        invoice, kept = await self._db.read(read)
        if kept is None:
            raise DocumentNotReadyError
        ending, media_type = _MEDIA[wanted]
        return InvoiceFile(f"{invoice.number}.{ending}", media_type, await self._read(kept))

    async def mail(self, actor: Actor, invoice_id: str) -> str:
        """Send the actor's invoice again, to where their invoices go now; the address. It leaves within a minute.

        Raises `InvoiceNotFoundError`, `NoInvoiceEmailError`, `TooManyMailsError`.
        """
        require(actor, PERMISSION)
        now = self._clock()

        def ask(session: Session) -> str:
            if list_queries.find_of(session, actor.user_id, invoice_id) is None:
                raise InvoiceNotFoundError
            email = buyer_of(session, actor.user_id).email
            if not email or not self._outbox.is_open:
                raise NoInvoiceEmailError
            if list_queries.count_mails(session, actor.user_id, now - timedelta(days=1)) >= MAILS_PER_DAY:
                raise TooManyMailsError
            queue_mail(session, invoice_id, email, now)
            self._audit.record(session, actor, "invoice.mail", kind="invoice", object_id=invoice_id)
            return email

        return await self._db.write(ask)

    def begin_anew_now(self, series: str = "", corrections: str = "") -> Seller:
        """Begin new series, for the command line: whoever runs the server may. Raises `SeriesUsedError`, `ValueError`."""
        return self._db.write_now(lambda session: begin_anew(session, self._audit, self._clock(), series, corrections))

    async def _page(self, wanted: InvoiceFilter, cursor: str, limit: int) -> Page[InvoiceView]:
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))

        def read(session: Session) -> tuple[Sequence[models.Invoice], list[InvoiceView]]:
            rows = list_queries.list_invoices(session, wanted, after, size + 1)
            return rows, views_of(session, rows[:size])

        rows, views = await self._db.read(read)
        last = rows[size - 1] if len(rows) > size else None
        return Page(views, encode_cursor(last.issued_at.isoformat(), last.id) if last else "")

    async def _read(self, kept: models.InvoiceDocument) -> bytes:
        try:
            body = await self._blobs.read(kept.blob_key)
        except FileNotFoundError:
            raise DocumentDamagedError from None
        if hashlib.sha256(body).hexdigest() != kept.sha256:
            raise DocumentDamagedError
        return body


def _found(session: Session, actor: Actor, invoice_id: str) -> models.Invoice:
    everybodys = ADMIN_PERMISSION in actor.permissions
    found = queries.find_invoice(session, invoice_id) if everybodys else list_queries.find_of(session, actor.user_id, invoice_id)
    if found is None:
        raise InvoiceNotFoundError
    return found
