"""A house that sells credit through the local Stripe, behind the API. Tests import its fixtures."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import Session

from chat_app import models
from chat_app.container import override_services
from chat_app.services.kernel.clock import utc_now
from chat_app.services.ledger.book import open_books
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.fakes.stripe_server import StripeServer, stripe_server
from tests.services.invoices.shop import add_order, add_person, open_shop

SECRET = "whsec_local"


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@pytest.fixture
async def selling(tmp_path: Path, empty_database: Path, stripe: StripeServer) -> AsyncIterator[Services]:
    """A house that sells credit."""
    secrets = {"stripe_secret_key": SecretStr("sk_test_local"), "stripe_webhook_secret": SecretStr(SECRET)}
    settings = Settings(data_dir=tmp_path, stripe_api_base=stripe.url, **secrets)  # type: ignore[arg-type]
    shutil.copy(empty_database, tmp_path / "parley.db")
    with override_services(build_services(settings)) as parts:
        yield parts
        await parts.close()


def wanted(parts: Services) -> models.TopUpOrder:
    """An order that nobody has paid."""

    def made(session: Session) -> models.TopUpOrder:
        open_shop(session)
        open_books(session, "EUR", utc_now())
        order = add_order(session, add_person(session))
        order.status, order.paid_at = "open", None
        return order

    return parts.db.write_now(made)
