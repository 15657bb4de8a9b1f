"""What Stripe refuses, in words of the port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from chat_app.integrations.payments.port import PaymentDeclinedError, PaymentError


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise `PaymentDeclinedError` or `PaymentError` for what Stripe's library raises inside.

    A payment that a bank declined will be declined again; what could not be asked at all may be asked later, with the same key.
    """
    try:
        yield
    except stripe.CardError as error:
        raise PaymentDeclinedError(error.code or "card_declined") from None
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        raise PaymentError(error.code or _name(error), may_succeed_later=True) from None
    except stripe.StripeError as error:
        raise PaymentError(error.code or _name(error), may_succeed_later=False) from None


_NAMES: dict[type[stripe.StripeError], str] = {
    stripe.APIConnectionError: "no_answer",
    stripe.RateLimitError: "rate_limit",
    stripe.AuthenticationError: "key_refused",
    stripe.PermissionError: "key_lacks_permission",
    stripe.IdempotencyError: "key_used_otherwise",
    stripe.InvalidRequestError: "invalid_request",
}


def _name(error: stripe.StripeError) -> str:
    return _NAMES.get(type(error), "provider_failed")
