"""What credit costs, before anybody buys."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.access.matrix import require
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger import stopping
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.tax.dto import Quote
from chat_app.services.tax.quoting import quote
from chat_app.services.topups import rules
from chat_app.services.topups.dto import Amount, Offers
from chat_app.services.topups.parts import PERMISSION, TopUpParts


class OfferService:
    """Amounts with their VAT, for the address that stands in the buyer's profile now."""

    def __init__(self, parts: TopUpParts) -> None:
        self._parts = parts

    async def list(self, actor: Actor) -> Offers:
        """What a person can buy."""
        require(actor, PERMISSION)
        offered = await self._parts.site.load(TopUps)
        amounts = offered.amounts_cents or (offered.least_cents,)

        def read(session: Session) -> Offers:
            quotes = [self._quote(session, actor, cents) for cents in amounts]
            return self._offers(quotes, offered, stopped=stopping.is_stopped(session))

        return await self._parts.db.read(read)

    async def preview(self, actor: Actor, net_cents: int) -> Amount:
        """What an amount of one's own costs; raises `AmountNotAllowedError`."""
        require(actor, PERMISSION)
        rules.check_amount(net_cents, await self._parts.site.load(TopUps))
        return _amount(await self._parts.db.read(lambda session: self._quote(session, actor, net_cents)))

    def _quote(self, session: Session, actor: Actor, net_cents: int) -> Quote:
        return quote(session, actor.user_id, net_cents, self._parts.clock(), actor.language)

    def _offers(self, quotes: list[Quote], offered: TopUps, *, stopped: bool) -> Offers:
        first = quotes[0]
        return Offers(
            enabled=self._parts.payments is not None and not first.seller_missing and not stopped,
            currency=LEDGER_CURRENCY,
            amounts=tuple(_amount(each) for each in quotes),
            least_cents=offered.least_cents,
            most_cents=offered.most_cents,
            rate_points=first.decision.rate_points if first.decision else 0,
            tax_rule=first.decision.rule if first.decision else "",
            business=first.buyer.profile.business,
            missing=first.missing,
        )


def _amount(found: Quote) -> Amount:
    return Amount(found.net_cents, found.vat_cents, found.total_cents)
