"""Credit, holds and charges, on both databases; after each test the books are right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import expire
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.ledger.errors import InsufficientCreditError, LedgerError
from chat_app.services.ledger.holds import Charge, capture, extend, void
from tests.services.ledger.books import ANNA, NOW, SOON, figures, give, posted, take


class TestCredit:
    def test_what_is_bought_is_owed_by_the_payment_provider_with_its_tax(self, books: Database) -> None:
        give(books, 1_000, paid=True, vat=190)
        assert figures(books) == (1_000, 0, 1_000)
        assert (posted(books, AccountKind.CLEARING), posted(books, AccountKind.VAT)) == (-1_190, 190)

    def test_an_event_told_twice_brings_its_credit_once(self, books: Database) -> None:
        give(books, 1_000)
        give(books, 1_000)
        assert figures(books) == (1_000, 0, 0)

    @pytest.mark.parametrize("strange", [0, -5, 1.0, True, 2**63])
    def test_what_is_no_amount_is_refused(self, books: Database, strange: int) -> None:
        with pytest.raises(LedgerError):
            give(books, strange)

    def test_what_was_given_is_not_taxed_and_what_was_bought_does_not_expire(self, books: Database) -> None:
        with pytest.raises(LedgerError):
            give(books, 10, vat=1)
        with pytest.raises(LedgerError):
            give(books, 10, paid=True, expires=SOON)

    def test_books_are_kept_in_one_currency(self, books: Database) -> None:
        with pytest.raises(LedgerError):
            books.write_now(lambda session: book.open_books(session, "USD", NOW))


class TestHold:
    def test_what_is_held_cannot_be_held_again(self, books: Database) -> None:
        give(books, 100)
        take(books, "one", 60)
        with pytest.raises(InsufficientCreditError):
            take(books, "two", 41)
        take(books, "three", 40)
        assert figures(books) == (100, 100, 0)

    def test_a_request_holds_once(self, books: Database) -> None:
        give(books, 100)
        assert take(books, "one", 60).id == take(books, "one", 60).id
        assert figures(books) == (100, 60, 0)

    def test_without_a_wallet_there_is_no_credit(self, books: Database) -> None:
        with pytest.raises(InsufficientCreditError):
            take(books, "one", 1)

    def test_credit_that_is_due_covers_nothing_from_that_second_on(self, books: Database) -> None:
        give(books, 100, expires=SOON)
        take(books, "before", 50, SOON - timedelta(seconds=1))
        with pytest.raises(InsufficientCreditError):
            take(books, "after", 1, SOON)


class TestCapture:
    def test_takes_what_it_cost_and_releases_the_rest(self, books: Database) -> None:
        give(books, 100, paid=True)
        take(books, "one", 60)
        taken = books.write_now(lambda session: capture(session, "one", Charge(25, provider_cost=20), NOW))
        assert taken
        assert (taken.charged, taken.written_off) == (25, 0)
        assert figures(books) == (75, 0, 75)
        assert (posted(books, AccountKind.REVENUE), posted(books, AccountKind.PROVIDER_DUE)) == (25, 20)

    def test_what_it_cost_beyond_its_hold_is_the_houses_loss(self, books: Database) -> None:
        give(books, 100)
        take(books, "one", 60)
        taken = books.write_now(lambda session: capture(session, "one", Charge(90), NOW))
        assert taken
        assert (taken.charged, taken.written_off, figures(books)) == (60, 30, (40, 0, 0))
        assert (posted(books, AccountKind.REVENUE), posted(books, AccountKind.WRITE_OFF)) == (90, -30)

    def test_a_hold_ends_once(self, books: Database) -> None:
        give(books, 100)
        take(books, "one", 60)
        assert books.write_now(lambda session: capture(session, "one", Charge(10), NOW))
        assert books.write_now(lambda session: capture(session, "one", Charge(10), NOW)) is None
        assert not books.write_now(lambda session: void(session, "one"))
        assert figures(books) == (90, 0, 0)

    def test_nothing_is_charged_where_nothing_is_held(self, books: Database) -> None:
        with pytest.raises(LedgerError):
            books.write_now(lambda session: capture(session, "unknown", Charge(10), NOW))

    def test_given_credit_pays_before_what_was_bought(self, books: Database) -> None:
        give(books, 50, "bought", paid=True)
        give(books, 30, "given")
        take(books, "one", 60)
        books.write_now(lambda session: capture(session, "one", Charge(40), NOW))
        assert figures(books) == (40, 0, 40)

    def test_what_costs_nothing_ends_the_hold_and_moves_nothing(self, books: Database) -> None:
        give(books, 50)
        take(books, "one", 50)
        books.write_now(lambda session: capture(session, "one", Charge(0), NOW))
        assert figures(books) == (50, 0, 0)


class TestVoid:
    def test_releases_everything(self, books: Database) -> None:
        give(books, 100)
        take(books, "one", 60)
        assert books.write_now(lambda session: void(session, "one"))
        assert figures(books) == (100, 0, 0)


class TestExtend:
    def test_puts_the_end_off_and_never_forward(self, books: Database) -> None:
        give(books, 100)
        take(books, "one", 60)
        books.write_now(lambda session: extend(session, "one", SOON + timedelta(minutes=5)))
        books.write_now(lambda session: extend(session, "one", NOW))
        held = books.read_now(lambda session: session.exec(select(models.Hold)).one())
        assert held.expires_at == SOON + timedelta(minutes=5)


class TestExpiry:
    def test_takes_back_what_is_due_once(self, books: Database) -> None:
        give(books, 100, expires=SOON)
        assert [books.write_now(lambda session: expire(session, ANNA, SOON)) for _ in range(2)] == [100, 0]
        assert figures(books) == (0, 0, 0)
        assert posted(books, AccountKind.PROMOTION) == 0

    def test_leaves_what_a_hold_was_promised_until_it_ends(self, books: Database) -> None:
        give(books, 100, expires=SOON)
        take(books, "one", 60)
        assert books.write_now(lambda session: expire(session, ANNA, SOON)) == 40
        books.write_now(lambda session: capture(session, "one", Charge(10), SOON))
        assert books.write_now(lambda session: expire(session, ANNA, SOON)) == 50
        assert figures(books) == (0, 0, 0)


class TestAppendOnly:
    @pytest.mark.parametrize("table", ["ledger_journals", "ledger_postings", "ledger_lot_uses"])
    @pytest.mark.parametrize("statement", ["UPDATE {0} SET journal_id = journal_id", "DELETE FROM {0}"])
    def test_nothing_is_changed_and_nothing_goes(self, books: Database, table: str, statement: str) -> None:
        give(books, 100)
        take(books, "one", 60)
        books.write_now(lambda session: capture(session, "one", Charge(25), NOW))
        changed = (
            statement.format(table).replace("journal_id = journal_id", "id = id") if table == "ledger_journals" else statement.format(table)
        )
        with pytest.raises(DBAPIError):
            books.write_now(lambda session: session.connection().execute(text(changed)))

    @pytest.mark.parametrize("table", ["ledger_accounts", "ledger_lots", "ledger_holds"])
    def test_wallets_lots_and_holds_stay(self, books: Database, table: str) -> None:
        give(books, 100)
        take(books, "one", 60)
        with pytest.raises(DBAPIError):
            books.write_now(lambda session: session.connection().execute(text(f"DELETE FROM {table}")))

    def test_an_event_is_not_replaced(self, books: Database) -> None:
        give(books, 100)
        with pytest.raises(DBAPIError):
            books.write_now(lambda session: book.post(session, JournalKind.GRANT, "gift", {ANNA: 1, AccountKind.PROMOTION: -1}, NOW))

    def test_what_does_not_add_up_is_not_written(self, books: Database) -> None:
        give(books, 100)
        with pytest.raises(LedgerError):
            books.write_now(lambda session: book.post(session, JournalKind.CORRECTION, "odd", {ANNA: 1}, NOW))

    @pytest.mark.parametrize("column", ["balance", "held"])
    def test_the_database_itself_keeps_wallets_covered(self, books: Database, column: str) -> None:
        give(books, 100)
        with pytest.raises(DBAPIError):
            books.write_now(lambda session: session.connection().execute(text(f"UPDATE ledger_accounts SET {column} = {column} - 101")))
