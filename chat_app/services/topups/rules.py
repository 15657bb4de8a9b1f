"""Pure rules of buying credit."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.integrations.payments.port import PaymentState
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.topups.dto import AutomaticWish
from chat_app.services.topups.errors import AmountNotAllowedError, AutomaticRefusedError


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a payment has to agree with."""

    order_id: str
    owner_id: str
    total_cents: int
    currency: str
    livemode: bool


def mismatch(ordered: Ordered, paid: PaymentState) -> str:
    """In what a payment is not the one that was ordered; empty when it is.

    Asked before credit is given (security.md §3.5): whatever a message or an address says, only a payment that the provider
    itself reports for this order, by this person, of this amount and in this mode counts.
    """
    agreed = {
        "order": paid.order_id == ordered.order_id,
        "owner": paid.owner_id == ordered.owner_id,
        "amount": paid.amount_cents == paid.received_cents == ordered.total_cents,
        "currency": paid.currency == ordered.currency,
        "livemode": paid.livemode is ordered.livemode,
    }
    return next((name for name, agrees in agreed.items() if not agrees), "")


def check_amount(net_cents: object, offered: TopUps) -> int:
    """An amount that may be bought at a time; raises `AmountNotAllowedError` for everything else, `True` and 10.0 too."""
    if type(net_cents) is not int or not offered.least_cents <= net_cents <= offered.most_cents:
        raise AmountNotAllowedError(least=_euros(offered.least_cents), most=_euros(offered.most_cents))
    return net_cents


def check_automatic(wish: AutomaticWish, offered: TopUps) -> None:
    """Raise `AmountNotAllowedError` or `AutomaticRefusedError` for rules that could never work, or that are not allowed."""
    check_amount(wish.amount_cents, offered)
    if not offered.automatic:
        raise AutomaticRefusedError("topups.error.automatic_off")
    if not wish.method_id:
        raise AutomaticRefusedError("topups.error.automatic_method")
    if wish.threshold_cents > offered.most_cents:
        raise AutomaticRefusedError("topups.error.automatic_threshold", most=_euros(offered.most_cents))
    if not wish.amount_cents <= wish.monthly_cap_cents <= offered.most_per_month_cents:
        raise AutomaticRefusedError("topups.error.automatic_cap", most=_euros(offered.most_per_month_cents))


def next_path(path: str) -> str:
    """The path when it leads to a page of ours, else nothing: a sign-in or a payment never sends people elsewhere."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and len(path) <= 200
    return path if is_ours and path.isprintable() and not set(path) & {"\\", "?", "#", " "} else ""


def percent(points: int, language: str) -> str:
    """Hundredths of a percent as people read them: "19", "5.5", "5,5"."""
    whole, rest = divmod(points, 100)
    text = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "de" else text


def _euros(cents: int) -> str:
    """For sentences that bring the sign themselves: "5", "5.50"."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)
