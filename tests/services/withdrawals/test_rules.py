"""Until when somebody may withdraw, and when money goes back without a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.withdrawals.declaring import MAX_CONTRACT, declaration_of
from chat_app.services.withdrawals.dto import Problem, Purchase
from chat_app.services.withdrawals.rules import last_day, obstacle

BOUGHT = datetime(2026, 11, 4, 22, 59, tzinfo=UTC)
"""A Wednesday, a minute to midnight in Berlin; 14 days later is a Wednesday, too."""
PURCHASE = Purchase("order", False, BOUGHT, "DE", 1_000, 1_000, began_at_once=False)
FORM = {"name": "Ada König", "contract": "R-2026-00001", "email": "Ada@Example.org"}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_fourteen_days_and_no_weekend(bought: date):
    end = last_day(bought)

    assert end.weekday() < 5
    assert timedelta(days=14) <= end - bought <= timedelta(days=16)
    assert end == bought + timedelta(days=14) or end.weekday() == 0


@pytest.mark.parametrize(
    ("purchase", "problem"),
    [
        (None, Problem.UNKNOWN),
        (PURCHASE, None),
        (replace(PURCHASE, business=True), Problem.BUSINESS),
        (replace(PURCHASE, left_nano=0, began_at_once=True), Problem.SPENT),
        (replace(PURCHASE, left_nano=999), Problem.UNINFORMED),
        (replace(PURCHASE, left_nano=999, began_at_once=True), None),
    ],
)
def test_what_needs_a_person(purchase: Purchase | None, problem: Problem | None):
    assert obstacle(purchase, BOUGHT + timedelta(days=1)) == problem


def test_the_last_day_ends_at_midnight_of_the_seller():
    midnight = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)

    assert obstacle(PURCHASE, midnight - timedelta(seconds=1)) is None
    assert obstacle(PURCHASE, midnight) is Problem.LATE


def test_a_declaration_is_cleaned():
    found = declaration_of(FORM | {"name": "  Ada \r\n\u202eKönig "})

    assert (found.name, found.contract, found.email) == ("Ada König", "R-2026-00001", "ada@example.org")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u200b"},
        {"contract": " "},
        {"contract": "x" * (MAX_CONTRACT + 1)},
        {"email": "nobody"},
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"name": "Win at https://evil.example"},
        {"contract": "www.evil.example"},
        {"contract": "evil.example/win"},
    ],
)
def test_what_is_no_declaration_is_refused(wrong: dict[str, str]):
    with pytest.raises(InvalidInputError):
        declaration_of(FORM | wrong)
