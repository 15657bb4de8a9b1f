"""Letters about buying credit, to the address that invoices go to."""

from __future__ import annotations

from chat_app import models
from chat_app.i18n import translate
from chat_app.services.kernel.money import format_money, nano_of_cents
from chat_app.services.tax import profiles
from chat_app.services.topups.parts import TopUpParts
from chat_app.services.topups.problems import problem_of


async def tell_failed(parts: TopUpParts, order: models.TopUpOrder) -> None:
    """Tell somebody that credit could not be bought for them, and what they can do."""
    buyer = profiles.thaw(order.buyer)
    if not buyer.email:
        return
    amount = format_money(nano_of_cents(order.total_cents), order.currency, buyer.language)
    reason = translate(problem_of(order.problem), buyer.language)
    parts.outbox.post(buyer.email, buyer.language, "top_up_failed", "/billing#payment", amount=amount, reason=reason)
