"""The billing profile of a person: whom their invoices are made out to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.accounts.emails import normal_email
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices.seller import missing as missing_of_seller
from chat_app.services.invoices.seller import seller_in
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.texts import visible
from chat_app.services.tax import profiles, queries, quoting
from chat_app.services.tax.checking import VatChecks
from chat_app.services.tax.countries import is_country
from chat_app.services.tax.dto import Profile, ProfileFacts, TaxPreview, VatIdFacts
from chat_app.services.tax.errors import CountryError, VatIdNeededError
from chat_app.services.tax.vat_ids import checked_vat_id, is_in_register

PERMISSION = "billing"
AGAIN_AFTER = timedelta(minutes=1)
"""Whoever asks sooner gets the answer of before."""


class BillingProfiles:
    """Everybody has one, and only their own."""

    def __init__(self, db: Database, audit: AuditLog, checks: VatChecks, clock: Clock) -> None:
        self._db = db
        self._audit = audit
        self._checks = checks
        self._clock = clock

    async def get(self, actor: Actor) -> ProfileFacts:
        """The actor's profile; an empty one before they have written it."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: self._facts(session, actor))

    async def save(self, actor: Actor, wanted: Profile) -> ProfileFacts:
        """Write the profile as a whole, and ask the register about a VAT id that it has not spoken of yet.

        Raises `CountryError`, `VatIdError`, `InvalidEmailError`. Invoices of before keep what stood on them.
        """
        require(actor, PERMISSION)
        profile, now = _checked(wanted), self._clock()

        def save(session: Session) -> bool:
            profiles.save(session, actor.user_id, profile, now)
            self._audit.record(session, actor, "billing.profile", kind="billing_profile", object_id=actor.user_id)
            return queries.latest_answer(session, actor.user_id, profile.vat_id) is None

        if await self._db.write(save) and profile.business and is_in_register(profile.vat_id):
            await self._checks.check(actor.user_id, profile.vat_id)
        return await self.get(actor)

    async def check(self, actor: Actor) -> ProfileFacts:
        """Ask the register now; raises `VatIdNeededError` when there is nothing to ask about."""
        facts = await self.get(actor)
        vat_id = facts.profile.vat_id
        if not facts.profile.business or not is_in_register(vat_id):
            raise VatIdNeededError
        if facts.vat_id.checked_at is None or facts.vat_id.checked_at < self._clock() - AGAIN_AFTER:
            await self._checks.check(actor.user_id, vat_id)
        return await self.get(actor)

    def _facts(self, session: Session, actor: Actor) -> ProfileFacts:
        profile = profiles.load(session, actor.user_id)
        return ProfileFacts(
            profile, profiles.missing(profile), _vat_id(session, actor.user_id, profile), self._tax(session, actor, profile)
        )

    def _tax(self, session: Session, actor: Actor, profile: Profile) -> TaxPreview | None:
        seller = seller_in(session)
        if profiles.missing(profile) or missing_of_seller(seller):
            return None
        buyer = profiles.buyer_of(session, actor.user_id, actor.language)
        decision = quoting.decide(session, seller, actor.user_id, buyer, 0, self._clock())
        return TaxPreview(decision.category, decision.rate_points, decision.country, decision.rule)


def _vat_id(session: Session, owner_id: str, profile: Profile) -> VatIdFacts:
    if not profile.business or not profile.vat_id:
        return VatIdFacts("none")
    check = queries.latest_check(session, owner_id, profile.vat_id)
    if check is None:
        return VatIdFacts("unchecked")
    # A register that is away today does not undo what it said before: that still counts for its time.
    said = queries.latest_answer(session, owner_id, profile.vat_id) or check
    state = "valid" if said.outcome == "valid" else "invalid" if said.outcome == "invalid" else "unavailable"
    return VatIdFacts(state, check.checked_at, said.name, said.address, said.consultation)


def _checked(profile: Profile) -> Profile:
    """In the spelling that is kept; raises what is wrong with it."""
    tidy = replace(profile, **{name: visible(getattr(profile, name)) for name in _TEXTS})
    if tidy.country and not is_country(tidy.country):
        raise CountryError
    vat_id = checked_vat_id(tidy.vat_id, tidy.country) if tidy.business else ""
    return replace(tidy, vat_id=vat_id, email=normal_email(tidy.email) if tidy.email else "")


_TEXTS = ("name", "company", "street", "extra", "postal_code", "city", "country", "vat_id", "reference", "email")
