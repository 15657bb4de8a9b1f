"""The end of a wallet, when its owner is erased. Functions of a `Session`.

What was bought and not spent stays in the books, under an id that nobody bears any more: the house owes it still, and may pay it
back by the order. What was given is taken back, and what open holds kept is released: nobody is left whose answer it could pay.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.services.ledger import book, holds, stopping
from chat_app.services.ledger import queries as ledger
from chat_app.services.ledger.credits import take_from_lots
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.wallets import queries


def close_wallet(session: Session, owner_id: str, now: datetime) -> None:
    """Release what is held for calls and take back what was given; done again it changes nothing.

    While wallets are stopped it leaves the books alone: erasing a person does not wait for them.
    """
    wallet = ledger.lock_wallet(session, owner_id)
    if wallet is None or stopping.is_stopped(session):
        return
    for request_id in queries.list_open_requests(session, owner_id):
        holds.void(session, request_id)
    for lot in ledger.list_lots(session, owner_id):
        if not lot.paid and lot.spendable > 0:
            amounts = {owner_id: -lot.spendable, AccountKind.PROMOTION: lot.spendable}
            journal = book.post(session, JournalKind.EXPIRY, f"closing:{lot.id}", amounts, now, lot.id)
            take_from_lots(session, journal.id, [(lot, lot.spendable)])
