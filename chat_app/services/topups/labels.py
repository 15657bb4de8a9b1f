"""What the provider's page and the bank statement say of an order, in the buyer's language."""

from __future__ import annotations

from chat_app import models
from chat_app.i18n import translate
from chat_app.services.kernel.money import format_money, nano_of_cents
from chat_app.services.tax import profiles, quoting
from chat_app.services.topups.rules import percent


def language_of(order: models.TopUpOrder) -> str:
    return profiles.thaw(order.buyer).language


def title_of(order: models.TopUpOrder) -> str:
    """What is bought: "Credit of €10.00"."""
    language = language_of(order)
    return translate("topups.label.title", language, credit=_text(order.net_cents, order, language))


def detail_of(order: models.TopUpOrder) -> str:
    """What the price is made of; nothing where it is the credit alone."""
    language = language_of(order)
    if not order.vat_cents:
        return ""
    rate = percent(quoting.thaw(order.tax).rate_points, language)
    amounts = {"credit": _text(order.net_cents, order, language), "vat": _text(order.vat_cents, order, language)}
    return translate("topups.label.detail", language, rate=rate, **amounts)


def _text(cents: int, order: models.TopUpOrder, language: str) -> str:
    return format_money(nano_of_cents(cents), order.currency, language)
