"""All SQL of invoices that issuing needs. Rows are only ever added; a series' row counts on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, text
from sqlmodel import Session, select

from chat_app import models

_ADD_SERIES = text("INSERT INTO invoice_series (name, last) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING")
_NEXT = text("UPDATE invoice_series SET last = last + 1 WHERE name = :name RETURNING last")


def next_place(session: Session, series: str) -> int:
    """The next number of a series. Its row stays locked until the transaction ends: who comes later waits, and when the
    transaction fails the number is given to them.
    """
    place = session.execute(_NEXT, {"name": series}).scalar()
    if place is None:
        session.execute(_ADD_SERIES, {"name": series})
        place = session.execute(_NEXT, {"name": series}).scalar_one()
    return int(place)


def list_series(session: Session) -> Sequence[str]:
    """All series that numbers were taken from, with their years."""
    return session.exec(select(models.InvoiceSeries.name)).all()


def find_by_event(session: Session, event: str) -> models.Invoice | None:
    return session.exec(select(models.Invoice).where(models.Invoice.event == event)).first()


def lock_by_event(session: Session, event: str) -> models.Invoice:
    """The invoice of an event that was invoiced, for one correction at a time; raises `NoResultFound` when there is none."""
    return session.exec(select(models.Invoice).where(models.Invoice.event == event).with_for_update()).one()


def find_invoice(session: Session, invoice_id: str) -> models.Invoice | None:
    return session.get(models.Invoice, invoice_id)


def corrected(session: Session, invoice_id: str) -> tuple[int, int]:
    """Net and VAT cents that corrections have taken back already (not negative)."""
    invoice = models.Invoice
    sums = func.coalesce(func.sum(invoice.net_cents), 0), func.coalesce(func.sum(invoice.vat_cents), 0)
    net, vat = session.exec(select(*sums).where(invoice.corrects_id == invoice_id)).one()
    return -int(net), -int(vat)


def has_orders(session: Session) -> bool:
    """Whether anybody ever ordered credit."""
    return session.exec(select(models.TopUpOrder.id).limit(1)).first() is not None
