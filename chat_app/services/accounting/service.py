"""What administrators see of the house's money. Nothing here changes anything."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.access.matrix import require
from chat_app.services.accounting import queries, records, wallet_queries
from chat_app.services.accounting.dto import HoldRow, OrderRow, Overview, Period, Todo, WalletRow, WalletView
from chat_app.services.accounting.examination import CLEARED_WITHIN
from chat_app.services.accounting.figures import figures_of, whole_days
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.invoices.seller import missing, seller_in
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.topups.dto import OrderStatus
from chat_app.services.withdrawals.dto import WithdrawalState

PERMISSION = "admin.billing"
LONGEST = timedelta(days=366)
ENTRIES = 100
"""The newest of a wallet that are shown."""


class AccountingService:
    """Figures, wallets, holds and purchases; `NotFoundError` for whoever does not administer money."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    async def overview(self, actor: Actor, first: date | None = None, last: date | None = None) -> Overview:
        """The house now, and the days from `first` to `last` (the last 30); raises `InvalidInputError` for more than a year."""
        require(actor, PERMISSION)
        period = _period(first, last or self._clock().date())
        return await self._db.read(lambda session: self._overview(session, period))

    async def wallets(self, actor: Actor, search: str = "", cursor: str = "", limit: int = 50) -> Page[WalletRow]:
        """People with their wallets, the fullest first."""
        require(actor, PERMISSION)
        after = _place(cursor)
        rows = await self._db.read(lambda session: wallet_queries.list_wallets(session, search, after, limit + 1))
        items = [records.wallet_row(user, account, int(paid)) for user, account, paid in rows[:limit]]
        return Page(items, encode_cursor(str(items[-1].balance), items[-1].person_id) if len(rows) > limit else "")

    async def wallet(self, actor: Actor, person_id: str) -> WalletView:
        """One wallet; raises `NotFoundError` for nobody's."""
        require(actor, PERMISSION)
        now = self._clock()

        def read(session: Session) -> WalletView:
            found = wallet_queries.find_wallet(session, person_id)
            if found is None:
                raise NotFoundError
            return WalletView(
                records.wallet_row(*found),
                [records.lot_row(lot) for lot in wallet_queries.list_lots(session, person_id)],
                [records.hold_row(hold, name, now) for hold, name in wallet_queries.list_holds(session, person_id, "", ENTRIES)],
                [records.entry_row(journal, amount) for journal, amount in wallet_queries.list_entries(session, person_id, ENTRIES)],
            )

        return await self._db.read(read)

    async def holds(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[HoldRow]:
        """Credit that is kept back now, the newest first."""
        require(actor, PERMISSION)
        after = decode_cursor(cursor, 1)[0] if cursor else ""
        rows = await self._db.read(lambda session: wallet_queries.list_holds(session, "", after, limit + 1))
        now = self._clock()
        items = [records.hold_row(hold, name, now) for hold, name in rows[:limit]]
        return Page(items, encode_cursor(rows[limit - 1][0].id) if len(rows) > limit else "")

    async def orders(self, actor: Actor, status: str = "", search: str = "", cursor: str = "", limit: int = 50) -> Page[OrderRow]:
        """Purchases of credit, the newest first; searched by person, invoice, order and payment."""
        require(actor, PERMISSION)
        after = decode_cursor(cursor, 1)[0] if cursor else ""
        rows = await self._db.read(lambda session: wallet_queries.list_orders(session, status, search, after, limit + 1))
        items = [records.order_row(order, name, number) for order, name, number in rows[:limit]]
        return Page(items, encode_cursor(items[-1].id) if len(rows) > limit else "")

    def _overview(self, session: Session, period: Period) -> Overview:
        moved = queries.read_moved(session, period)
        figures = figures_of(moved, queries.sum_given_spent(session, period), queries.count_charges(session, period))
        return Overview(
            currency=LEDGER_CURRENCY,
            period=period,
            figures=figures,
            margin=figures.margin,
            loses_too_much=figures.loses_too_much,
            days=whole_days(period, queries.read_days(session, period)),
            accounts=records.house_accounts(queries.read_balances(session)),
            wallets=queries.sum_wallets(session),
            todo=self._todo(session),
            seller_missing=missing(seller_in(session)),
        )

    def _todo(self, session: Session) -> Todo:
        now = self._clock()
        count, order, event = queries.count_where, models.TopUpOrder, models.PaymentEvent
        return Todo(
            open_holds=count(session, models.Hold, col(models.Hold.state) == "open"),
            overdue_holds=wallet_queries.count_overdue(session, now),
            refused_orders=count(session, order, col(order.status) == OrderStatus.REFUSED),
            open_disputes=count(session, models.Dispute, col(models.Dispute.ended_at).is_(None)),
            withdrawals=count(session, models.Withdrawal, col(models.Withdrawal.state) == WithdrawalState.BY_HAND),
            differences=queries.sum_differences(session),
            waiting_events=count(session, event, col(event.state).in_(("waiting", "failed"))),
            old_clearing=sum(abs(amount) for _, amount in queries.list_left_in_clearing(session, now - CLEARED_WITHIN)),
        )


def _place(cursor: str) -> tuple[int, str] | None:
    """The place behind which a page of wallets begins; raises `InvalidInputError` for a cursor of another list."""
    if not cursor:
        return None
    balance, person_id = decode_cursor(cursor, 2)
    if not balance.removeprefix("-").isdecimal() or len(balance) > 19:
        raise InvalidInputError("error.invalid_cursor")
    return int(balance), person_id


def _period(first: date | None, last: date) -> Period:
    try:
        period = Period(first or last - timedelta(days=29), last)
    except OverflowError as error:
        raise InvalidInputError("error.invalid_period") from error
    if not timedelta(0) <= period.last - period.first <= LONGEST:
        raise InvalidInputError("error.invalid_period")
    return period
