"""The one place that writes journals: each once, in balance, and together with the balances of the wallets in it.

Functions of a `Session`, for the transaction of the use case that they belong to. Wallets are locked before anything else,
in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import queries, stopping
from chat_app.services.ledger.dto import HOUSE, AccountKind, JournalKind, Wallet
from chat_app.services.ledger.errors import InsufficientCreditError, LedgerError


def open_books(session: Session, currency: str, now: datetime) -> None:
    """Make the accounts of the house; raises `LedgerError` when there are some in another currency."""
    for kind in sorted(HOUSE):
        found = queries.find_account(session, kind)
        if found is None:
            session.add(models.LedgerAccount(id=kind, kind=kind, currency=currency, created_at=now))
        elif found.currency != currency:
            raise LedgerError(f"the books are kept in {found.currency}, not in {currency}")
    session.flush()


def wallet(session: Session, wallet_id: str, currency: str, now: datetime) -> Wallet:
    """The wallet, locked; made on first use."""
    if found := queries.lock_wallet(session, wallet_id):
        return found
    session.add(models.LedgerAccount(id=wallet_id, kind=AccountKind.WALLET, currency=currency, created_at=now))
    session.flush()
    return Wallet(wallet_id, currency, 0, 0)


def post(
    session: Session, kind: JournalKind, key: str, amounts: Mapping[str, int], now: datetime, ref: str = "", freed: int = 0
) -> models.Journal:
    """Write down what moved between accounts (by id, positive is credit), as the event that `key` names.

    `freed` is released of what the wallet holds, where a hold ends by this.
    Whoever calls this has locked the wallets and seen that `key` is new. Raises `InsufficientCreditError` when a wallet would
    have less than is held, `WalletStoppedError`, and `LedgerError` for amounts that do not add up to nothing.
    """
    stopping.refuse_journal(session, kind)
    if sum(amounts.values()):
        raise LedgerError(f"a journal is out of balance by {sum(amounts.values())}")
    moved = {account_id: amount for account_id, amount in sorted(amounts.items()) if amount}
    journal = models.Journal(id=new_id(), kind=kind, key=key, ref=ref, created_at=now)
    queries.add_journal(session, journal, moved)
    for account_id in amounts.keys() - HOUSE:
        if not queries.add_to_balance(session, account_id, amounts[account_id], freed):
            raise InsufficientCreditError
    return journal
