"""A call, its sweep and its late end in any order (M8): charged at most once, and never silently free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Engine
from sqlmodel import Session, select

from chat_app import models
from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.budgets.reserving import headroom
from chat_app.services.charging import holding, sweeping
from chat_app.services.charging.corrections import correct_charge
from chat_app.services.charging.dto import CoveredCall, Tariff
from chat_app.services.charging.holding import LEASE, Asked, Cover
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, holds
from chat_app.services.ledger.credits import NewCredit, add_credit, balance_of
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.ledger.invariants import violations
from chat_app.services.ledger.steps import Wanted
from chat_app.services.usage.charging import Charge
from chat_app.services.usage.dto import Call
from chat_app.services.usage.recording import record_call

ANNA = new_id()
AMOUNT = st.integers(1, 50)
PICK = st.integers(0, 20)
TARIFF = Tariff(1_000_000, "2026-05-01")


@dataclass
class Known:
    """A call as it should be."""

    asked: Asked
    cover: Cover
    due: int | None = None
    """What it cost, once that was told."""
    voided: bool = False


class Calls(RuleBasedStateMachine):
    """One wallet and one budget in an empty database, in a transaction that nobody commits."""

    def __init__(self, engine: Engine, done: Counter[str] | None = None) -> None:
        """`done` counts the operations that were made, by name."""
        super().__init__()
        self.session = Session(engine)
        self.done = Counter[str]() if done is None else done
        self.done["interleavings"] += 1
        self.now = datetime(2026, 5, 1, tzinfo=UTC)
        self.calls: dict[str, Known] = {}
        book.open_books(self.session, "EUR", self.now)
        self.session.add(models.User(id=ANNA, name="Anna", created_at=self.now))
        self.session.flush()
        limit = {"amount_nano": 10**6, "action": "stop", "created_at": self.now, "updated_at": self.now}
        self.session.add(models.Budget(id=new_id(), scope="user", scope_id=ANNA, period="total", **limit))
        self.session.flush()

    @rule(amount=AMOUNT, paid=st.booleans(), minutes=st.none() | st.integers(0, 40))
    def give(self, amount: int, paid: bool, minutes: int | None) -> None:
        expires = None if paid or minutes is None else self.now + timedelta(minutes=minutes)
        add_credit(self.session, NewCredit(ANNA, amount, new_id(), paid=paid, expires_at=expires), "EUR", self.now)

    @rule(least=AMOUNT, more=AMOUNT)
    def begin(self, least: int, more: int) -> None:
        asked = Asked(new_id(), Actor(ANNA), "test/model", "", wallet=True, own_key=False)
        available = self._balance().available
        try:
            cover = holding.hold(self.session, asked, Wanted(least, least + more), self.now)
        except InsufficientCreditError:
            # Less than before, if something expired at this moment.
            assert self._balance().available < least
        else:
            assert least <= cover.amount <= min(available, least + more)
            self.calls[asked.call_id] = Known(asked, cover)

    @rule(pick=PICK, more=AMOUNT)
    def grow(self, pick: int, more: int) -> None:
        if known := self._picked(pick):
            known.cover.amount += holding.grow(self.session, known.asked, known.cover, more, self.now)

    @rule(pick=PICK)
    def live(self, pick: int) -> None:
        if known := self._picked(pick):
            holds.extend(self.session, known.cover.call.id, self.now + LEASE)

    @rule(pick=PICK, due=st.integers(0, 120), waived=st.booleans())
    def settle(self, pick: int, due: int, waived: bool) -> None:
        """The answer is written down: in time or late. The transaction that does so happens once."""
        known = self._picked(pick)
        if known is None or known.due is not None:
            return
        charge = Charge((), due, due, "v", tariff=TARIFF, waived=waived)
        call = Call(ANNA, "send", "complete", "test/model", TokenUsage(1, 1), "provider", charge, self.now, known.cover.call.id)
        record_call(self.session, call)
        known.due = 0 if waived else due

    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        if known := self._picked(pick):
            holding.void(self.session, known.cover.call.id)
            known.voided = known.voided or known.due is None

    @rule(pick=PICK, due=st.integers(0, 120))
    def correct(self, pick: int, due: int) -> None:
        known = self._picked(pick)
        if known and known.due is not None:
            correct_charge(self.session, known.cover.call.id, due, 0, new_id(), self.now)
            known.due = due

    @rule(minutes=st.sampled_from([1, 10, 16]))
    def sweep(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for call_id in holds.overdue(self.session, self.now, 100):
            assert sweeping.end(self.session, call_id, self.now)
            self.calls[call_id].voided = True

    @invariant()
    def the_books_are_right(self) -> None:
        assert violations(self.session, self.now) == []

    @invariant()
    def every_answer_is_charged_once_and_no_other(self) -> None:
        told = sum(known.due for known in self.calls.values() if known.due is not None)
        earned = self.session.exec(select(models.Posting.amount).where(models.Posting.account_id == AccountKind.REVENUE)).all()
        assert sum(earned) == told

    @invariant()
    def the_budget_counts_the_same(self) -> None:
        held = sum(known.cover.amount for known in self.calls.values() if known.due is None and not known.voided)
        told = sum(known.due for known in self.calls.values() if known.due is not None)
        call = CoveredCall("x", ANNA, ANNA, "test/model")
        assert headroom(self.session, call, self.now) == 10**6 - held - told

    def _balance(self):
        return balance_of(self.session, ANNA, "EUR")

    def _picked(self, pick: int) -> Known | None:
        known = list(self.calls.values())
        return known[-1 - pick % len(known)] if known else None

    def teardown(self) -> None:
        self.session.close()
