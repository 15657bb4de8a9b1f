"""Credit comes and goes: bought, given, expired. Functions of a `Session`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, queries, rules, stopping
from chat_app.services.ledger.dto import AccountKind, Balance, JournalKind, LotView, Wallet
from chat_app.services.ledger.errors import LedgerError


@dataclass(frozen=True, slots=True)
class NewCredit:
    """Credit for a wallet. `key` names the event that brings it: told twice, it comes once."""

    wallet_id: str
    amount: int
    key: str
    paid: bool = False
    vat: int = 0
    """What was paid beside the amount, for the tax office."""
    expires_at: datetime | None = None
    ref: str = ""


def add_credit(session: Session, credit: NewCredit, currency: str, now: datetime) -> models.Journal:
    """Put credit into a wallet as a lot of its own; the journal of before when the event is known already."""
    amount = rules.checked(credit.amount)
    if credit.vat < 0 or (credit.vat and not credit.paid) or (credit.paid and credit.expires_at):
        raise LedgerError("only what was paid for is taxed, and that does not expire")
    wallet = book.wallet(session, credit.wallet_id, currency, now)
    if known := queries.find_journal(session, credit.key):
        return known
    source = AccountKind.CLEARING if credit.paid else AccountKind.PROMOTION
    amounts = {wallet.id: amount, AccountKind.VAT: credit.vat, source: -amount - credit.vat}
    kind = JournalKind.TOP_UP if credit.paid else JournalKind.GRANT
    journal = book.post(session, kind, credit.key, amounts, now, credit.ref)
    session.add(
        models.Lot(
            id=new_id(),
            account_id=wallet.id,
            journal_id=journal.id,
            paid=credit.paid,
            amount=amount,
            remaining=amount,
            expires_at=credit.expires_at,
            created_at=now,
        )
    )
    session.flush()
    return journal


def expire(session: Session, wallet_id: str, now: datetime) -> int:
    """Take back what is due, but for what holds were promised; returns how much, nothing while wallets are stopped."""
    wallet = queries.lock_wallet(session, wallet_id)
    return wallet.balance - without_expired(session, wallet, now).balance if wallet else 0


def without_expired(session: Session, wallet: Wallet, now: datetime) -> Wallet:
    """The same wallet after `expire`, for whoever has locked it."""
    if wallet.expires_at is None or wallet.expires_at > now or stopping.is_stopped(session):
        return wallet
    parts = rules.expired(queries.list_lots(session, wallet.id), now, wallet.balance - wallet.held)
    for lot, amount in parts:
        # The rest of a lot, which a hold kept, comes with a later sweep: its key differs by what is left then.
        key = f"expiry:{lot.id}:{lot.spendable}"
        journal = book.post(session, JournalKind.EXPIRY, key, {wallet.id: -amount, AccountKind.PROMOTION: amount}, now, lot.id)
        take_from_lots(session, journal.id, [(lot, amount)])
    return wallet._replace(balance=wallet.balance - sum(amount for _, amount in parts))


def due_wallets(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Wallets in which something is due."""
    return queries.list_due_wallets(session, now, limit)


def take_from_lots(session: Session, journal_id: str, parts: Iterable[tuple[LotView, int]]) -> None:
    """Write down which lots paid for a journal; raises `LedgerError` when one does not have its part."""
    uses = [(lot.id, amount) for lot, amount in parts]
    for lot_id, amount in uses:
        if not queries.take_from_lot(session, lot_id, amount):
            raise LedgerError(f"lot {lot_id} lacks {amount}")
    queries.add_uses(session, journal_id, uses)


def balance_of(session: Session, wallet_id: str, currency: str) -> Balance:
    """What a wallet has; nothing for one that does not exist yet."""
    found = queries.find_account(session, wallet_id)
    if found is None:
        return Balance(currency, 0, 0, 0)
    return Balance(found.currency, found.balance, found.held, queries.sum_paid(session, wallet_id))
