"""A counter on both databases; at the end of each test the books are right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from tests.fakes.stripe_server import StripeServer, stripe_server
from tests.services.topups.counter import Counter


@pytest.fixture(scope="session")
def stripe() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@pytest.fixture
def counter(db: Database, stripe: StripeServer) -> Iterator[Counter]:
    made = Counter(db, stripe)
    made.open()
    yield made
    assert made.wrong() == []


@pytest.fixture
def ada(counter: Counter) -> Actor:
    return counter.person()
