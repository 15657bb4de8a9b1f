"""Which messages matter, and when one that has to wait is looked at again. Pure."""

from __future__ import annotations

from datetime import timedelta

from chat_app.integrations.payments.port import ProviderEvent

OURS = ("checkout.session.", "payment_intent.", "charge.", "refund.", "radar.early_fraud_warning.")
"""How the types begin that tell of payments; others are kept and left alone."""
FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=6)
MOST = 24
"""Looks until somebody has to see to it: after three days and some hours, as long as the provider itself tries."""


def concerns_payment(event: ProviderEvent) -> bool:
    """Whether something is to be done about it."""
    return event.type.startswith(OURS)


def next_look(attempts: int) -> timedelta | None:
    """How long after so many looks the next one comes: each wait twice as long as the one before. None for never."""
    if attempts >= MOST:
        return None
    return min(LONGEST, FIRST * 2 ** (attempts - 1))
