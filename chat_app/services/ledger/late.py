"""What comes after a hold has ended: a charge that was late, and a charge that was wrong. Functions of a `Session`."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, queries, rules
from chat_app.services.ledger.credits import take_from_lots
from chat_app.services.ledger.dto import AccountKind, Captured, JournalKind, LotView
from chat_app.services.ledger.errors import LedgerError
from chat_app.services.ledger.holds import Charge, charge_postings
from chat_app.services.ledger.steps import available


def charge_late(session: Session, wallet_id: str, currency: str, request_id: str, charge: Charge, now: datetime) -> Captured | None:
    """Charge an answer whose hold was voided meanwhile, or never made: what there is, the rest is written off.

    None when the request was charged before. So an answer is never silently free, and never paid twice.
    """
    wallet = book.wallet(session, wallet_id, currency, now)
    held, key = queries.find_hold(session, request_id), f"charge:{request_id}"
    if held and held.state == "open":
        raise LedgerError(f"the hold of {request_id} is open: it is captured, not charged late")
    if queries.knows_journal(session, key):
        return None
    paid, lost = rules.settled(wallet.balance - wallet.held, charge.amount)
    journal = book.post(session, JournalKind.CHARGE, key, charge_postings(wallet_id, charge, paid, lost), now, charge.ref)
    take_from_lots(session, journal.id, rules.burn(queries.list_lots(session, wallet_id), paid))
    if held is None:
        held = models.Hold(
            id=new_id(), account_id=wallet_id, request_id=request_id, amount=max(1, charge.amount), created_at=now, expires_at=now
        )
        session.add(held)
    held.state, held.captured, held.journal_id = "captured", paid, journal.id
    session.flush()
    return Captured(paid, lost, journal.id)


def correct(session: Session, request_id: str, charge: Charge, key: str, now: datetime) -> Captured | None:
    """Set a charge right by an entry of its own, once `key` is known: the provider has told what the call really used.

    Too much comes back to the lots that paid it. Too little is taken where there is credit, the rest is written off.
    The amounts are what the call costs in all. None when `key` was told before, or nothing differs. Raises `LedgerError` for a request that was not charged.
    """
    held = queries.find_hold(session, request_id)
    if held is None or held.state != "captured":
        raise LedgerError(f"{request_id} was not charged")
    wallet_id = held.account_id
    there = available(session, wallet_id, now)
    if queries.knows_journal(session, key):
        return None
    before = queries.sums_of_request(session, request_id)
    earned, paid, cost = before.get(AccountKind.REVENUE, 0), -before.get(wallet_id, 0), -before.get(AccountKind.PROVIDER_COST, 0)
    more = min(charge.amount - earned, there) if charge.amount > earned else min(charge.amount, paid) - paid
    if charge.amount == earned and charge.provider_cost == cost:
        return None
    change = Charge(charge.amount - earned, charge.provider_cost - cost, request_id)
    lost = change.amount - more
    journal = book.post(session, JournalKind.CORRECTION, key, charge_postings(wallet_id, change, more, lost), now, request_id)
    take_from_lots(session, journal.id, _burn(session, wallet_id, more) if more > 0 else _return(session, request_id, -more))
    return Captured(more, lost, journal.id)


def _burn(session: Session, wallet_id: str, amount: int) -> list[tuple[LotView, int]]:
    return rules.burn(queries.list_lots(session, wallet_id), amount)


def _return(session: Session, request_id: str, amount: int) -> list[tuple[LotView, int]]:
    """What goes back to which lot, as negative parts: to the one that paid last first."""
    parts: list[tuple[LotView, int]] = []
    for lot, used in reversed(rules.in_turn(queries.list_uses_of_request(session, request_id))):
        if (part := min(used, amount)) > 0:
            parts.append((lot, -part))
            amount -= part
    return parts
