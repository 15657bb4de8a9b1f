"""The pure rules: which payment is the one that was ordered, and where people may be sent afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.payments.port import PaymentState
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.topups.errors import AmountNotAllowedError
from chat_app.services.topups.rules import Ordered, check_amount, mismatch, next_path, percent

ORDERED = Ordered("order", "ada", 1_190, "EUR", livemode=False)
PAID = PaymentState("pi", "succeeded", "order", "ada", 1_190, 1_190, 0, disputed=False, currency="EUR", livemode=False)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, ""),
        ({"order_id": "other"}, "order"),
        ({"owner_id": "bob"}, "owner"),
        ({"amount_cents": 1_189}, "amount"),
        ({"received_cents": 1_189}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"livemode": True}, "livemode"),
    ],
)
def test_a_payment_counts_only_when_everything_agrees(changed: dict[str, object], problem: str) -> None:
    """M18 among them: another currency is another payment."""
    assert mismatch(ORDERED, replace(PAID, **changed)) == problem


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(max_size=5), st.none()))
def test_only_whole_cents_within_the_bounds_are_amounts(cents: object) -> None:
    offered = TopUps()
    if type(cents) is int and offered.least_cents <= cents <= offered.most_cents:
        assert check_amount(cents, offered) == cents
    else:
        with pytest.raises(AmountNotAllowedError):
            check_amount(cents, offered)


@pytest.mark.parametrize("path", ["/c/0198-a", "/", "/billing"])
def test_pages_of_ours_come_next(path: str) -> None:
    assert next_path(path) == path


@pytest.mark.parametrize(
    "path", ["", "https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a b", "/a\nb", "/" * 300, "/a?b=1"]
)
def test_nothing_else_comes_next(path: str) -> None:
    assert next_path(path) == ""


@pytest.mark.parametrize(("points", "english", "german"), [(1_900, "19", "19"), (550, "5.5", "5,5"), (0, "0", "0"), (1_000, "10", "10")])
def test_rates_are_written_as_people_read_them(points: int, english: str, german: str) -> None:
    assert (percent(points, "en"), percent(points, "de")) == (english, german)
