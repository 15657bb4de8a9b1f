"""A house that sells, on both databases; its books must be right when a test ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat_app.db import Database
from tests.fakes.stripe_server import stripe_server
from tests.services.payment_events.till import Till


@pytest.fixture
def till(db: Database) -> Iterator[Till]:
    with stripe_server() as server:
        made = Till(db, server)
        yield made
        made.check()
