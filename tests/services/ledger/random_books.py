"""Random operations on the books and on a plain model of them: the same balances, and right books after each (M20)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine
from sqlmodel import Session

from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit, balance_of, expire
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.ledger.holds import Charge, capture, hold, void
from chat_app.services.ledger.invariants import violations
from tests.services.ledger.plain_model import PlainWallet

WALLETS = ("anna", "bert")
AMOUNTS = st.one_of(st.integers(1, 40), st.integers(1, 10**15))
WALLET = st.sampled_from(WALLETS)
FOREVER = timedelta(days=999)


class Books(RuleBasedStateMachine):
    """The books of an empty database, in a transaction that nobody commits, and the model beside them."""

    def __init__(self, engine: Engine, done: Counter[str] | None = None) -> None:
        """`done` counts the operations that were made, by name."""
        super().__init__()
        self.session = Session(engine)
        self.done = Counter[str]() if done is None else done
        self.now = datetime(2026, 5, 1, tzinfo=UTC)
        book.open_books(self.session, "EUR", self.now)
        self.model = {name: PlainWallet() for name in WALLETS}
        self.holds: dict[str, str] = {}
        self.events = 0

    @rule(wallet=WALLET, amount=AMOUNTS, paid=st.booleans(), hours=st.none() | st.integers(0, 5))
    def credit(self, wallet: str, amount: int, paid: bool, hours: int | None) -> None:
        self.done["credit"] += 1
        self.events += 1
        expires_at = None if paid or hours is None else self.now + timedelta(hours=hours)
        credit = NewCredit(wallet, amount, f"credit {self.events}", paid=paid, expires_at=expires_at)
        for _ in range(2):  # told twice
            add_credit(self.session, credit, "EUR", self.now)
        self.model[wallet].give(amount, paid=paid, expires_at=expires_at)

    @rule(wallet=WALLET, amount=AMOUNTS)
    def keep(self, wallet: str, amount: int) -> None:
        request = f"request {self.events} of {len(self.holds)}"
        if not self.model[wallet].lots:
            return
        self.done["hold"] += 1
        expected = self.model[wallet].hold(request, amount, self.now)
        try:
            with self.session.begin_nested():
                hold(self.session, wallet, request, amount, self.now, self.now + FOREVER)
        except InsufficientCreditError:
            assert not expected
        else:
            assert expected
            self.holds[request] = wallet

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), charge=st.integers(0, 50) | AMOUNTS, cost=AMOUNTS)
    def charge(self, data: st.DataObject, charge: int, cost: int) -> None:
        request = data.draw(st.sampled_from(sorted(self.holds)))
        self.done["capture"] += 1
        taken = capture(self.session, request, Charge(charge, cost), self.now)
        assert (taken and taken.charged) == self.model[self.holds[request]].capture(request, charge)

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        request = data.draw(st.sampled_from(sorted(self.holds)))
        self.done["void"] += 1
        assert void(self.session, request) == self.model[self.holds[request]].void(request)

    @rule(wallet=WALLET, hours=st.integers(0, 2))
    def time_goes_by(self, wallet: str, hours: int) -> None:
        self.done["expire"] += 1
        self.now += timedelta(hours=hours)
        assert expire(self.session, wallet, self.now) == self.model[wallet].expire(self.now)

    @invariant()
    def books_are_right_and_say_what_the_model_says(self) -> None:
        assert violations(self.session, self.now) == []
        for name, wallet in self.model.items():
            found = balance_of(self.session, name, "EUR")
            assert (found.balance, found.held, found.paid) == (wallet.balance, wallet.held, wallet.paid)

    def teardown(self) -> None:
        self.session.close()
