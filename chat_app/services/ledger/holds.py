"""Credit kept back for a call whose cost is not known yet, and what becomes of it. Functions of a `Session`.

A hold ends once, whoever comes first: captured with what the call cost, or voided. More than was held is never taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, queries, rules, stopping
from chat_app.services.ledger.credits import take_from_lots, without_expired
from chat_app.services.ledger.dto import AccountKind, Captured, JournalKind, LockedHold
from chat_app.services.ledger.errors import InsufficientCreditError, LedgerError


@dataclass(frozen=True, slots=True)
class Charge:
    """What a call costs: its person, and the house."""

    amount: int
    provider_cost: int = 0
    ref: str = ""


def hold(session: Session, wallet_id: str, request_id: str, amount: int, now: datetime, expires_at: datetime) -> models.Hold:
    """Keep `amount` back for a request; the hold of before when it has one.

    Raises `InsufficientCreditError`, and `WalletStoppedError` for a new one while wallets are stopped.
    """
    rules.checked(amount)
    wallet = queries.lock_wallet(session, wallet_id)
    if wallet is None:
        raise InsufficientCreditError
    if known := queries.find_hold(session, request_id):
        return known
    without_expired(session, wallet, now)
    return keep(session, wallet_id, request_id, amount, now, expires_at)


def keep(session: Session, wallet_id: str, request_id: str, amount: int, now: datetime, expires_at: datetime) -> models.Hold:
    """`hold` for whoever has locked the wallet, seen what is available there, and has a request that is new."""
    stopping.refuse_holds(session)
    if not queries.add_to_held(session, wallet_id, rules.checked(amount)):
        raise InsufficientCreditError
    made = models.Hold(id=new_id(), account_id=wallet_id, request_id=request_id, amount=amount, created_at=now, expires_at=expires_at)
    queries.add_hold(session, made)
    return made


def lock(session: Session, request_id: str) -> LockedHold | None:
    """The hold of a request, open or not, and its wallet, for nobody else until the transaction ends; None where there never was one."""
    return queries.lock_hold(session, request_id)


def extend(session: Session, request_id: str, expires_at: datetime) -> None:
    """Whoever holds it is alive: no sweep before `expires_at`."""
    found = queries.find_hold(session, request_id)
    if found and found.state == "open":
        found.expires_at = max(found.expires_at, expires_at)


def capture(session: Session, request_id: str, charge: Charge, now: datetime) -> Captured | None:
    """Take what the call cost from what was held for it and release the rest; None when the hold has ended already.

    What it cost beyond the hold is written off. Raises `LedgerError` for a request without a hold.
    """
    held = open_hold(session, request_id)
    return capture_locked(session, request_id, held, charge, now) if held else None


def capture_locked(session: Session, request_id: str, held: LockedHold, charge: Charge, now: datetime) -> Captured:
    """`capture` for whoever has locked the hold and seen that it is open."""
    paid, lost = rules.settled(held.amount, charge.amount)
    amounts = charge_postings(held.account_id, charge, paid, lost)
    journal = book.post(session, JournalKind.CHARGE, f"charge:{request_id}", amounts, now, charge.ref, freed=held.amount)
    take_from_lots(session, journal.id, rules.burn(queries.list_lots(session, held.account_id), paid))
    queries.end_hold(session, held, "captured", paid, journal.id)
    return Captured(paid, lost, journal.id)


def charge_postings(wallet_id: str, charge: Charge, paid: int, lost: int) -> dict[str, int]:
    """What a charge does to the accounts, of which the wallet pays a part and the house the rest."""
    return {
        wallet_id: -paid,
        AccountKind.REVENUE: charge.amount,
        AccountKind.WRITE_OFF: -lost,
        AccountKind.PROVIDER_COST: -charge.provider_cost,
        AccountKind.PROVIDER_DUE: charge.provider_cost,
    }


def debit(session: Session, wallet_id: str, request_id: str, charge: Charge, now: datetime) -> Captured | None:
    """Charge what has a known cost at once, without a hold; None when the request was charged before.

    Raises `InsufficientCreditError`, `WalletStoppedError`.
    """
    amount, key = rules.checked(charge.amount), f"charge:{request_id}"
    wallet = queries.lock_wallet(session, wallet_id)
    if queries.knows_journal(session, key):
        return None
    stopping.refuse_holds(session)
    if wallet is None or without_expired(session, wallet, now).available < amount:
        raise InsufficientCreditError
    journal = book.post(session, JournalKind.CHARGE, key, charge_postings(wallet_id, charge, amount, 0), now, charge.ref)
    take_from_lots(session, journal.id, rules.burn(queries.list_lots(session, wallet_id), amount))
    return Captured(amount, 0, journal.id)


def overdue(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Requests of whose holds nothing was heard in time, but for those of a lot: refunds end their own."""
    return queries.list_overdue(session, now, limit)


def void(session: Session, request_id: str, overdue_at: datetime | None = None) -> bool:
    """Release what was held; False when the hold has ended already, or is not due at `overdue_at`, where that is given."""
    held = open_hold(session, request_id)
    if held is None or (overdue_at and held.expires_at > overdue_at):
        return False
    queries.add_to_held(session, held.account_id, -held.amount)
    if held.lot_id:
        queries.reserve_in_lot(session, held.lot_id, -held.amount)
    queries.end_hold(session, held, "voided")
    return True


def open_hold(session: Session, request_id: str) -> LockedHold | None:
    """The hold of a request with its wallet locked, None when it has ended; raises `LedgerError` where there never was one."""
    held = lock(session, request_id)
    if held is None:
        raise LedgerError(f"nothing is held for {request_id}")
    return held if held.state == "open" else None
