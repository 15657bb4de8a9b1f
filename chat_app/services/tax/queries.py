"""All SQL about tax: profiles, what the register said, and what was sold across borders."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from chat_app import models


def find_profile(session: Session, owner_id: str) -> models.BillingProfile | None:
    return session.get(models.BillingProfile, owner_id)


def find_person(session: Session, owner_id: str) -> models.User | None:
    return session.get(models.User, owner_id)


def latest_check(session: Session, owner_id: str, vat_id: str) -> models.VatCheck | None:
    """What the register said the last time it was asked, reachable or not."""
    return _latest(session, owner_id, vat_id, ("valid", "invalid", "unavailable"))


def latest_answer(session: Session, owner_id: str, vat_id: str) -> models.VatCheck | None:
    """The last time that the register really answered."""
    return _latest(session, owner_id, vat_id, ("valid", "invalid"))


def _latest(session: Session, owner_id: str, vat_id: str, outcomes: tuple[str, ...]) -> models.VatCheck | None:
    check = models.VatCheck
    statement = select(check).where(check.owner_id == owner_id, check.vat_id == vat_id, col(check.outcome).in_(outcomes))
    return session.exec(statement.order_by(col(check.checked_at).desc(), col(check.id).desc()).limit(1)).first()


def sum_to_consumers(session: Session, countries: frozenset[str], first: date, last: date) -> int:
    """Net cents of what was invoiced to consumers in these countries in these days, corrections deducted.

    Told by the country of the buyer, whichever state's tax the invoice bears: that is what the threshold counts.
    """
    invoice = models.Invoice
    statement = select(func.coalesce(func.sum(invoice.net_cents), 0)).where(
        col(invoice.tax_category).in_(("S", "E")),
        col(invoice.buyer_country).in_(countries),
        invoice.supplied_on >= first,
        invoice.supplied_on <= last,
    )
    return int(session.exec(statement).one())


def list_unsure(session: Session, answered: datetime, asked: datetime, limit: int) -> list[tuple[str, str]]:
    """Owners with VAT ids that the register has not answered about since `answered`, and was not asked about since `asked`."""
    check, profile = models.VatCheck, models.BillingProfile
    same = (check.owner_id == profile.owner_id, check.vat_id == profile.vat_id)
    recent = select(check.id).where(*same, check.checked_at >= asked)
    answer = select(check.id).where(*same, check.checked_at >= answered, check.outcome != "unavailable")
    statement = select(profile.owner_id, profile.vat_id).where(
        col(profile.business), profile.vat_id != "", ~recent.exists(), ~answer.exists()
    )
    return [(owner, vat_id) for owner, vat_id in session.exec(statement.order_by(profile.owner_id).limit(limit)).all()]
