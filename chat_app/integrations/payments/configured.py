"""The payment provider that the operator set up."""

from __future__ import annotations

from chat_app.integrations.payments.port import PaymentProvider
from chat_app.settings import Settings


def configured_payments(settings: Settings) -> PaymentProvider | None:
    """Stripe; None without its key: then credit is given and never bought."""
    if settings.stripe_secret_key is None or settings.stripe_webhook_secret is None:
        return None
    # A third of a second that only those houses wait for that sell.
    from chat_app.integrations.payments.stripe_http import client_for  # noqa: PLC0415
    from chat_app.integrations.payments.stripe_payments import StripePayments  # noqa: PLC0415

    return StripePayments(
        settings.stripe_secret_key.get_secret_value(),
        settings.stripe_webhook_secret.get_secret_value(),
        settings.stripe_api_base,
        client_for(settings.stripe_api_base),
    )
