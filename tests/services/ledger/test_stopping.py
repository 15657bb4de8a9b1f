"""While wallets are stopped nothing new begins, and what is under way ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat_app.db import Database
from chat_app.services.ledger.credits import expire
from chat_app.services.ledger.errors import WalletStoppedError
from chat_app.services.ledger.holds import Charge, capture, void
from chat_app.services.site.billing_sections import WalletStop
from chat_app.services.site.queries import write_setting
from tests.services.ledger.books import ANNA, NOW, figures, give, take


def switch(books: Database, *, stopped: bool) -> None:
    value = WalletStop(stopped=stopped, reason="I2").model_dump_json()
    books.write_now(lambda session: write_setting(session, WalletStop.name, value, NOW))


@pytest.fixture
def stopped(books: Database) -> Database:
    """A wallet of 100, of which 10 expire, with two holds of 20 under way."""
    give(books, 90)
    give(books, 10, "short", expires=NOW + timedelta(hours=1))
    take(books, "first", 20)
    take(books, "second", 20)
    switch(books, stopped=True)
    return books


def test_nothing_new_begins(stopped: Database) -> None:
    with pytest.raises(WalletStoppedError):
        take(stopped, "third", 5)
    with pytest.raises(WalletStoppedError):
        give(stopped, 50, "order:1", paid=True)
    assert stopped.write_now(lambda session: expire(session, ANNA, NOW + timedelta(hours=2))) == 0
    assert figures(stopped) == (100, 40, 0)


def test_what_is_under_way_ends(stopped: Database) -> None:
    assert take(stopped, "first", 20).amount == 20
    stopped.write_now(lambda session: capture(session, "first", Charge(15), NOW))
    assert stopped.write_now(lambda session: void(session, "second"))
    assert figures(stopped) == (85, 0, 0)


def test_it_goes_on_where_it_stood_once_the_switch_is_off(stopped: Database) -> None:
    switch(stopped, stopped=False)
    give(stopped, 50, "order:1", paid=True)
    take(stopped, "third", 5)
    assert figures(stopped) == (150, 45, 50)
