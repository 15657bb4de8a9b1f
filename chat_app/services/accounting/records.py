"""From rows to what administrators see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chat_app import models
from chat_app.services.accounting.dto import EntryRow, HoldRow, HouseAccount, LotRow, OrderRow, WalletRow
from chat_app.services.ledger.dto import AccountKind


def wallet_row(user: models.User | None, account: models.LedgerAccount | None, paid: int) -> WalletRow:
    """A person with their wallet; one of both may be missing."""
    person_id = user.id if user else account.id if account else ""
    balance, held = (account.balance, account.held) if account else (0, 0)
    name, email = (user.name, user.email or "") if user else ("", "")
    return WalletRow(person_id, user is not None and user.deleted_at is None, name, email, balance, held, paid)


def lot_row(lot: models.Lot) -> LotRow:
    return LotRow(lot.id, lot.paid, lot.amount, lot.remaining, lot.reserved, lot.expires_at, lot.created_at)


def entry_row(journal: models.Journal, amount: int) -> EntryRow:
    return EntryRow(journal.id, journal.kind, journal.ref, amount, journal.created_at)


def hold_row(hold: models.Hold, name: str | None, now: datetime) -> HoldRow:
    overdue = hold.expires_at < now
    return HoldRow(
        hold.request_id, hold.account_id, name or "", hold.amount, hold.lot_id is not None, hold.created_at, hold.expires_at, overdue
    )


def order_row(order: models.TopUpOrder, name: str | None, number: str | None) -> OrderRow:
    return OrderRow(
        id=order.id,
        person_id=order.owner_id,
        name=name or "",
        status=order.status,
        automatic=order.automatic,
        net_cents=order.net_cents,
        vat_cents=order.vat_cents,
        total_cents=order.total_cents,
        refunded_cents=order.refunded_cents,
        invoice_number=number or "",
        problem=order.problem,
        created_at=order.created_at,
        paid_at=order.paid_at,
    )


def house_accounts(balances: Mapping[str, int]) -> list[HouseAccount]:
    """All accounts of the house in the order of their kinds, also those on which nothing was posted."""
    return [HouseAccount(kind, balances.get(kind, 0)) for kind in AccountKind if kind is not AccountKind.WALLET]
