"""Bought credit kept from being spent until it is known whether its money goes back. Functions of a `Session`.

Each keeps a part of one lot, whole cents, and ends as every hold does: taken, or released by `holds.void`. No sweep ends
it, only what becomes of the money; until then it may grow as credit becomes free again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, queries, rules
from chat_app.services.ledger.dto import HOUSE, JournalKind, Wallet
from chat_app.services.ledger.errors import LedgerError

UNTIL_KNOWN = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken from a lot: the house's side of the journal, which adds up to what was kept."""

    kind: JournalKind
    key: str
    house: Mapping[str, int]
    ref: str


def free_of(session: Session, lot: models.Lot) -> int:
    """What could be kept of a lot now, in whole cents."""
    wallet, fresh = _locked(session, lot)
    return rules.keepable(fresh.remaining - fresh.reserved, wallet.balance - wallet.held)


def keep(session: Session, lot: models.Lot, request_id: str, wanted: int, now: datetime) -> int:
    """Keep up to `wanted` of a lot for a request; returns what is kept for it by now. One that has ended keeps nothing more."""
    wallet, fresh = _locked(session, lot)
    held = queries.find_hold(session, request_id)
    if held and held.state != "open":
        return held.captured
    before = held.amount if held else 0
    more = rules.keepable(wanted - before, fresh.remaining - fresh.reserved, wallet.balance - wallet.held)
    if more and not (queries.add_to_held(session, wallet.id, more) and queries.reserve_in_lot(session, lot.id, more)):
        raise LedgerError(f"lot {lot.id} lacks {more}")
    if held:
        held.amount += more
    elif more:
        session.add(_new_hold(fresh, request_id, more, now))
    session.flush()
    return before + more


def kept(session: Session, request_id: str) -> int:
    """What is kept for a request; nothing once it has ended."""
    held = queries.find_hold(session, request_id)
    return held.amount if held and held.state == "open" else 0


def take(session: Session, lot: models.Lot, request_id: str, taking: Taking, now: datetime) -> models.Journal:
    """Take what was kept for a request out of the wallet; the journal of before when that happened already."""
    wallet, _ = _locked(session, lot)
    if known := queries.find_journal(session, taking.key):
        return known
    amount = kept(session, request_id)
    journal = book.post(session, taking.kind, taking.key, {wallet.id: -amount, **taking.house}, now, taking.ref, freed=amount)
    if amount and (held := queries.find_hold(session, request_id)):
        _use(session, journal, lot.id, amount, reserved=amount)
        held.state, held.captured, held.journal_id = "captured", amount, journal.id
    session.flush()
    return journal


def reverse(session: Session, journal: models.Journal, key: str, now: datetime) -> models.Journal:
    """Undo a journal by another one with all its amounts turned round; credit goes back to the lots that it came from."""
    amounts = {posting.account_id: -posting.amount for posting in queries.list_postings(session, journal.id)}
    for account_id in sorted(amounts.keys() - HOUSE):
        queries.lock_wallet(session, account_id)
    if known := queries.find_journal(session, key):
        return known
    made = book.post(session, JournalKind(journal.kind), key, amounts, now, journal.ref)
    for use in queries.list_uses(session, journal.id):
        _use(session, made, use.lot_id, -use.amount)
    session.flush()
    return made


def _use(session: Session, journal: models.Journal, lot_id: str, amount: int, reserved: int = 0) -> None:
    if not queries.take_from_lot(session, lot_id, amount, reserved):
        raise LedgerError(f"lot {lot_id} lacks {amount}")
    queries.add_uses(session, journal.id, [(lot_id, amount)])


def _new_hold(lot: models.Lot, request_id: str, amount: int, now: datetime) -> models.Hold:
    until = now + UNTIL_KNOWN
    return models.Hold(
        id=new_id(), account_id=lot.account_id, request_id=request_id, lot_id=lot.id, amount=amount, created_at=now, expires_at=until
    )


def _locked(session: Session, lot: models.Lot) -> tuple[Wallet, models.Lot]:
    """Wallet and lot as they are, for nobody else until the transaction ends."""
    wallet = queries.lock_wallet(session, lot.account_id)
    if wallet is None:
        raise LedgerError(f"lot {lot.id} is in no wallet")
    session.refresh(lot)
    return wallet, lot
