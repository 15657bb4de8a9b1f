"""The adapter in front of a local Stripe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat_app.integrations.payments.stripe_http import client_for
from chat_app.integrations.payments.stripe_payments import StripePayments
from tests.fakes.stripe_server import StripeServer, stripe_server


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@pytest.fixture
def payments(stripe: StripeServer) -> StripePayments:
    return StripePayments(stripe.doorway.api_key, stripe.sender.secret, stripe.url, client_for(stripe.url))
