"""All SQL that lists invoices with their documents, mails and corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, tuple_, update
from sqlmodel import Session, col, select

from chat_app.models import Invoice, InvoiceDocument, InvoiceMail
from chat_app.services.invoices.dto import InvoiceFilter
from chat_app.services.kernel.texts import needle


def list_invoices(session: Session, wanted: InvoiceFilter, after: tuple[datetime, str] | None, limit: int) -> Sequence[Invoice]:
    """Newest first."""
    statement = select(Invoice).order_by(col(Invoice.issued_at).desc(), col(Invoice.id).desc())
    if wanted.owner_id:
        statement = statement.where(Invoice.owner_id == wanted.owner_id)
    if wanted.first_day:
        statement = statement.where(Invoice.supplied_on >= wanted.first_day)
    if wanted.last_day:
        statement = statement.where(Invoice.supplied_on <= wanted.last_day)
    if text := needle(wanted.search):
        found = (func.lower(column).contains(text, autoescape=True) for column in (Invoice.number, Invoice.content))
        statement = statement.where(or_(*found))
    if after is not None:
        statement = statement.where(tuple_(Invoice.issued_at, Invoice.id) < after)
    return session.exec(statement.limit(limit)).all()


def find_of(session: Session, owner_id: str, invoice_id: str) -> Invoice | None:
    """An invoice of this person."""
    return session.exec(select(Invoice).where(Invoice.id == invoice_id, Invoice.owner_id == owner_id)).first()


def numbers_of(session: Session, ids: Sequence[str]) -> dict[str, str]:
    found = session.exec(select(Invoice.id, Invoice.number).where(col(Invoice.id).in_(ids))).all()
    return {invoice_id: number for invoice_id, number in found}  # noqa: C416  (rows are no pairs for the type checker)


def corrections_of(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """The numbers of corrections by what they correct."""
    statement = select(Invoice.corrects_id, Invoice.number).where(col(Invoice.corrects_id).in_(ids)).order_by(col(Invoice.id))
    found: dict[str, list[str]] = defaultdict(list)
    for corrected, number in session.exec(statement).all():
        found[str(corrected)].append(number)
    return found


def documents_of(session: Session, invoice_id: str) -> Sequence[InvoiceDocument]:
    return session.exec(select(InvoiceDocument).where(InvoiceDocument.invoice_id == invoice_id)).all()


def with_documents(session: Session, ids: Sequence[str]) -> set[str]:
    return set(session.exec(select(InvoiceDocument.invoice_id).where(col(InvoiceDocument.invoice_id).in_(ids))).all())


def list_undocumented(session: Session, since: datetime | None, limit: int) -> Sequence[Invoice]:
    """Invoices whose documents are still to be made, the oldest first; issued since then, or ever."""
    made = select(InvoiceDocument.invoice_id).where(InvoiceDocument.invoice_id == Invoice.id)
    statement = select(Invoice).where(~made.exists())
    if since:
        statement = statement.where(Invoice.issued_at >= since)
    return session.exec(statement.order_by(col(Invoice.issued_at)).limit(limit)).all()


def last_mails(session: Session, ids: Sequence[str]) -> dict[str, InvoiceMail]:
    """The latest one that was sent, by invoice."""
    statement = select(InvoiceMail).where(col(InvoiceMail.invoice_id).in_(ids), InvoiceMail.state == "sent")
    return {mail.invoice_id: mail for mail in session.exec(statement.order_by(col(InvoiceMail.sent_at))).all()}


def count_mails(session: Session, owner_id: str, since: datetime) -> int:
    """How many mails with invoices of a person were asked for."""
    statement = select(func.count()).select_from(InvoiceMail).join(Invoice, col(Invoice.id) == col(InvoiceMail.invoice_id))
    return int(session.exec(statement.where(Invoice.owner_id == owner_id, InvoiceMail.created_at >= since)).one())


def list_due_mails(session: Session, now: datetime, oldest: datetime, limit: int) -> Sequence[InvoiceMail]:
    """What waits to be sent, and whose documents are there."""
    made = select(InvoiceDocument.invoice_id).where(InvoiceDocument.invoice_id == InvoiceMail.invoice_id)
    due = (InvoiceMail.state == "waiting", InvoiceMail.due_at <= now, InvoiceMail.created_at >= oldest, made.exists())
    return session.exec(select(InvoiceMail).where(*due).order_by(col(InvoiceMail.due_at)).limit(limit)).all()


def claim_mail(session: Session, mail_id: str, now: datetime, until: datetime) -> bool:
    """Put a mail off for everybody else; False when somebody was faster."""
    mail = InvoiceMail
    due = (col(mail.id) == mail_id, col(mail.state) == "waiting", col(mail.due_at) <= now)
    return session.exec(update(mail).where(*due).values(due_at=until, attempts=col(mail.attempts) + 1)).rowcount == 1


def end_mail(session: Session, mail_id: str, state: str, now: datetime) -> None:
    session.exec(update(InvoiceMail).where(col(InvoiceMail.id) == mail_id).values(state=state, sent_at=now if state == "sent" else None))
