"""Whom invoices are made out to: loaded, checked, saved. Functions of a `Session`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session

from chat_app import models
from chat_app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from chat_app.services.tax import queries
from chat_app.services.tax.dto import Buyer, Profile

_BUYER = TypeAdapter(Buyer)
_NEEDED = ("street", "postal_code", "city", "country")
WITHOUT_POSTAL_CODES = frozenset({"AE", "AO", "BS", "HK", "IE", "PA", "QA", "ZW"})
"""Countries in which people have none, or do not know theirs."""


def load(session: Session, owner_id: str) -> Profile:
    """A person's profile; an empty one when they have not written it."""
    row = queries.find_profile(session, owner_id)
    return Profile(**{field.name: getattr(row, field.name) for field in fields(Profile)}) if row else Profile()


def save(session: Session, owner_id: str, profile: Profile, now: datetime) -> None:
    """Write the profile as a whole. Invoices of before keep what stood on them."""
    session.merge(models.BillingProfile(owner_id=owner_id, updated_at=now, **asdict(profile)))


def missing(profile: Profile) -> tuple[str, ...]:
    """Which fields an invoice needs that are empty (§ 14 Abs. 4 Nr. 1 UStG: full name and address of both)."""
    needed = (("company" if profile.business else "name"), *_NEEDED)
    empty: Mapping[str, str] = {name: getattr(profile, name) for name in needed}
    without_code = profile.country in WITHOUT_POSTAL_CODES
    return tuple(name for name, value in empty.items() if not value and not (name == "postal_code" and without_code))


def buyer_of(session: Session, owner_id: str, language: str = "") -> Buyer:
    """A person as they buy now, for the order to keep; `language` for whoever has not chosen one."""
    person, profile = queries.find_person(session, owner_id), load(session, owner_id)
    spoken = next((tag for tag in (person.language if person else "", language) if tag in LANGUAGES), DEFAULT_LANGUAGE)
    return Buyer(_in_force(profile), spoken, profile.email or (person.email if person and person.email else ""))


def freeze(buyer: Buyer) -> str:
    """As it is kept with an order (`TopUpOrder.buyer`)."""
    return _BUYER.dump_json(buyer).decode()


def thaw(text: str) -> Buyer:
    return _BUYER.validate_json(text)


def _in_force(profile: Profile) -> Profile:
    """Consumers have no company and no VAT id, even when the fields are still filled from before."""
    return profile if profile.business else replace(profile, company="", vat_id="")
