"""All SQL of tax reports. Days are those that returns count: of the payment, and for corrections of the money's way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from chat_app.models import Invoice, TopUpOrder
from chat_app.services.invoices.report_dto import StatementRow, VatRow

Days = tuple[date, date]


def _within(days: Days) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Invoice.supplied_on) >= days[0], col(Invoice.supplied_on) <= days[1]


def sum_vat(session: Session, days: Days) -> list[VatRow]:
    """By country, category and rate."""
    keys = (Invoice.country, Invoice.tax_category, Invoice.rate_points)
    corrections = func.sum(case((col(Invoice.corrects_id).is_(None), 0), else_=1))
    sums = [func.sum(column) for column in (Invoice.net_cents, Invoice.vat_cents, Invoice.total_cents)]
    # SQLAlchemy's types end at four columns.
    columns: Any = (*keys, func.count() - corrections, corrections, *sums)
    rows = session.exec(select(*columns).where(*_within(days)).group_by(*keys).order_by(*keys)).all()
    return [VatRow(*row[:3], *(int(value) for value in row[3:])) for row in rows]


def sum_total(session: Session, days: Days) -> int:
    """Net turnover."""
    statement = select(func.coalesce(func.sum(Invoice.net_cents), 0)).where(*_within(days))
    return int(session.exec(statement).one())


def list_oss(session: Session, seller_country: str, days: Days) -> list[tuple[str, int, date | None, int, int]]:
    """Taxed sales elsewhere in the EU: country, rate, the day of what a correction corrects, net, VAT."""
    original = aliased(Invoice)
    columns: Any = (Invoice.country, Invoice.rate_points, original.supplied_on, Invoice.net_cents, Invoice.vat_cents)
    statement = select(*columns).outerjoin(original, col(Invoice.corrects_id) == col(original.id))
    taxed = (Invoice.tax_category == "S", Invoice.country != seller_country)
    return [tuple(row) for row in session.exec(statement.where(*taxed, *_within(days))).all()]


def list_reverse_charge(session: Session, days: Days) -> list[StatementRow]:
    """Sums by the buyer's VAT id."""
    keys = (Invoice.country, Invoice.buyer_vat_id)
    statement = select(*keys, func.sum(Invoice.net_cents)).where(Invoice.tax_category == "AE", *_within(days))
    rows = session.exec(statement.group_by(*keys).order_by(*keys)).all()
    return [StatementRow(country, vat_id, int(net)) for country, vat_id, net in rows]


def list_booked(session: Session, days: Days) -> Sequence[Invoice]:
    """In the order of their days."""
    return session.exec(select(Invoice).where(*_within(days)).order_by(col(Invoice.supplied_on), col(Invoice.id))).all()


def count_contradictions(session: Session, days: Days) -> int:
    """Invoices of consumers that were paid with a card of another country."""
    statement = select(func.count()).select_from(Invoice).join(TopUpOrder, col(TopUpOrder.id) == col(Invoice.order_id))
    differs = (
        ~col(Invoice.business),
        Invoice.kind == "invoice",
        TopUpOrder.card_country != "",
        TopUpOrder.card_country != Invoice.buyer_country,
    )
    return int(session.exec(statement.where(*differs, *_within(days))).one())
