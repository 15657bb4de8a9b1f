"""Documents are made once and stay what they were; mails leave, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.mail.smtp import SmtpSender, SmtpServer
from chat_app.services.audit.log import AuditLog
from chat_app.services.files import queries as file_queries
from chat_app.services.invoices import issuing
from chat_app.services.invoices.errors import DocumentDamagedError, DocumentNotReadyError, InvoiceNotFoundError, TooManyMailsError
from chat_app.services.invoices.service import MAILS_PER_DAY, InvoiceService
from chat_app.services.invoices.work import InvoiceWork
from chat_app.services.kernel.actor import Actor
from chat_app.services.mail import Outbox
from tests.fakes.mail_server import Mailbox, mail_server
from tests.services.invoices.shop import NOON, add_order, add_person, open_shop


class Desk:
    """A shop with one invoice, a store and a mail server."""

    def __init__(self, db: Database, folder: Path, port: int) -> None:
        from email.headerregistry import Address

        self.db, self.now = db, NOON
        self.blobs = DiskBlobs(folder / "blobs")
        sender = SmtpSender(SmtpServer("127.0.0.1", port, needs_encryption=False), Address("Parley", "parley", "example.org"))
        self.outbox = Outbox(sender, "https://parley.example.org")
        self.work = InvoiceWork(db, self.blobs, self.outbox, folder / "uploads", self.clock)
        self.invoices = InvoiceService(db, AuditLog(db, self.clock), self.blobs, self.outbox, self.clock)
        db.write_now(open_shop)
        self.ada, self.id = db.write_now(self.sell)

    def clock(self) -> datetime:
        return self.now

    def sell(self, session) -> tuple[Actor, str]:
        owner = add_person(session)
        invoice = issuing.issue(session, add_order(session, owner), NOON)
        return Actor(owner, permissions=frozenset({"billing"})), invoice.id


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def desk(db: Database, tmp_path: Path, mailbox: Mailbox) -> Desk:
    return Desk(db, tmp_path, mailbox.port)


async def test_documents_are_made_once_and_sent(desk: Desk, mailbox: Mailbox, tmp_path: Path) -> None:
    with pytest.raises(DocumentNotReadyError):
        await desk.invoices.document(desk.ada, desk.id, "pdf")
    await desk.work.run()
    await desk.work.run()
    pdf = await desk.invoices.document(desk.ada, desk.id, "pdf")
    assert (pdf.name, pdf.media_type, pdf.body[:5]) == ("R-2026-00001.pdf", "application/pdf", b"%PDF-")
    xml = await desk.invoices.document(desk.ada, desk.id, "xml")
    (tmp_path / "invoice.pdf").write_bytes(pdf.body)
    assert PdfReader(tmp_path / "invoice.pdf").attachments["factur-x.xml"][0] == xml.body
    letter = mailbox.letters[0]
    assert len(mailbox.letters) == 1
    assert "R-2026-00001" in str(letter["Subject"])
    attached = next(iter(letter.iter_attachments()))
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("R-2026-00001.pdf", pdf.body)
    page = await desk.invoices.list(desk.ada)
    assert [(one.number, one.ready, one.sent_at) for one in page.items] == [("R-2026-00001", True, NOON)]


async def test_kept_files_are_neither_swept_nor_believed_when_they_changed(desk: Desk) -> None:
    await desk.work.run()
    kept = desk.db.read_now(lambda s: s.exec(select(models.InvoiceDocument).where(models.InvoiceDocument.format == "xml")).one())
    assert kept.sha256 in desk.db.read_now(file_queries.list_used_blobs)
    path = next(path for path in desk.blobs._folder.rglob("*") if path.is_file() and path.name.endswith(kept.sha256[-20:]))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"11.90", b"11.91"))
    with pytest.raises(DocumentDamagedError):
        await desk.invoices.document(desk.ada, desk.id, "xml")


async def test_a_mail_server_that_is_away_gets_it_later_and_one_that_refuses_never(desk: Desk, mailbox: Mailbox) -> None:
    mailbox.answers.append("451 later")
    await desk.work.run()
    await desk.work.run()
    assert mailbox.letters == []
    desk.now += timedelta(minutes=2)
    await desk.work.run()
    assert len(mailbox.letters) == 1
    await desk.invoices.mail(desk.ada, desk.id)
    mailbox.answers.append("550 no such person")
    await desk.work.run()
    desk.now += timedelta(days=1)
    await desk.work.run()
    assert len(mailbox.letters) == 1
    states = desk.db.read_now(lambda s: sorted(s.exec(select(models.InvoiceMail.state)).all()))
    assert states == ["refused", "sent"]


async def test_nobody_reads_or_sends_the_invoices_of_others(desk: Desk) -> None:
    await desk.work.run()
    bob = Actor(desk.db.write_now(add_person), permissions=frozenset({"billing"}))
    assert (await desk.invoices.list(bob)).items == []
    for act in (desk.invoices.document(bob, desk.id, "pdf"), desk.invoices.mail(bob, desk.id)):
        with pytest.raises(InvoiceNotFoundError):
            await act
    admin = Actor(bob.user_id, permissions=frozenset({"billing", "admin.billing"}))
    assert (await desk.invoices.document(admin, desk.id, "xrechnung")).name == "R-2026-00001.xrechnung.xml"
    with pytest.raises(InvoiceNotFoundError):
        await desk.invoices.mail(admin, desk.id)


async def test_nobody_is_flooded(desk: Desk) -> None:
    for _ in range(MAILS_PER_DAY - 1):
        await desk.invoices.mail(desk.ada, desk.id)
    with pytest.raises(TooManyMailsError):
        await desk.invoices.mail(desk.ada, desk.id)


async def test_content_and_its_hash_belong_together(desk: Desk) -> None:
    invoice = desk.db.read_now(lambda s: s.get(models.Invoice, desk.id))
    assert invoice
    assert hashlib.sha256(invoice.content.encode()).hexdigest() == invoice.content_hash
