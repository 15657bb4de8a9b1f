"""Pure rules of credit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.ledger.dto import LotView
from chat_app.services.ledger.errors import LedgerError
from chat_app.services.ledger.rules import MOST, burn, checked, expired, settled

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def lot(name: str, spendable: int, *, paid: bool = False, expires: int | None = None, age: int = 0) -> LotView:
    return LotView(name, paid, spendable, None if expires is None else NOW + expires * DAY, NOW - age * DAY)


class TestChecked:
    @pytest.mark.parametrize("amount", [1, MOST])
    def test_whole_numbers_pass(self, amount: int) -> None:
        assert checked(amount) == amount

    @pytest.mark.parametrize("amount", [0, -1, MOST + 1, 1.0, True, "1", "1e3", float("nan"), None])
    def test_nothing_else_does(self, amount: object) -> None:
        with pytest.raises(LedgerError):
            checked(amount)


class TestBurn:
    def test_given_before_bought_and_what_expires_first_before_the_rest(self) -> None:
        lots = [lot("paid", 9, paid=True, age=99), lot("later", 9, expires=2), lot("never", 9), lot("sooner", 9, expires=1)]
        assert [(each.id, part) for each, part in burn(lots, 30)] == [("sooner", 9), ("later", 9), ("never", 9), ("paid", 3)]

    def test_the_older_of_two_alike_pays_first(self) -> None:
        assert [each.id for each, _ in burn([lot("new", 5, age=1), lot("old", 5, age=2)], 6)] == ["old", "new"]

    def test_more_than_there_is_is_refused(self) -> None:
        with pytest.raises(LedgerError):
            burn([lot("only", 5)], 6)

    @given(st.lists(st.tuples(st.integers(0, 10**18), st.booleans(), st.none() | st.integers(-3, 3)), max_size=8), st.data())
    def test_takes_exactly_the_amount_and_from_no_lot_too_much(
        self, drawn: list[tuple[int, bool, int | None]], data: st.DataObject
    ) -> None:
        lots = [lot(str(at), amount, paid=paid, expires=expires) for at, (amount, paid, expires) in enumerate(drawn)]
        amount = data.draw(st.integers(0, sum(each.spendable for each in lots)))
        parts = burn(lots, amount)
        assert sum(part for _, part in parts) == amount
        assert all(0 < part <= each.spendable for each, part in parts)


class TestExpired:
    def test_only_what_is_due_and_to_the_second(self) -> None:
        due = lot("due", 5, expires=0)
        assert expired([due, lot("later", 5, expires=1), lot("never", 5)], NOW, 100) == [(due, 5)]
        assert expired([due], NOW - timedelta(seconds=1), 100) == []

    def test_never_what_a_hold_was_promised(self) -> None:
        assert [part for _, part in expired([lot("one", 5, expires=0), lot("two", 5, expires=0)], NOW, 7)] == [5, 2]


@given(st.integers(1, MOST), st.integers(0, MOST))
def test_a_hold_pays_at_most_itself_and_the_rest_is_written_off(held: int, charge: int) -> None:
    paid, lost = settled(held, charge)
    assert paid + lost == charge
    assert 0 <= paid <= held
    assert lost == 0 or paid == held
