"""The kill switch at the one door of the books: while wallets are stopped nothing new begins, and what is under way ends.

A call that a model has answered is charged, and money that went back is booked: both happened already, and books that left
them out would be wrong. Credit that comes meanwhile is told again until it is taken (webhooks wait and are tried again).
"""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.ledger.dto import JournalKind
from chat_app.services.ledger.errors import WalletStoppedError
from chat_app.services.site import queries
from chat_app.services.site.billing_sections import WalletStop

BEGINNING = frozenset({JournalKind.TOP_UP, JournalKind.GRANT, JournalKind.EXPIRY})
"""Journals that end nothing which is under way."""


def is_stopped(session: Session) -> bool:
    """Read in the transaction itself: no memory of a process outlives the switch."""
    text = queries.read_setting(session, WalletStop.name)
    return bool(text) and WalletStop.model_validate_json(text).stopped


def refuse_holds(session: Session) -> None:
    """Raise `WalletStoppedError` while wallets are stopped."""
    if is_stopped(session):
        raise WalletStoppedError


def refuse_journal(session: Session, kind: JournalKind) -> None:
    """Raise `WalletStoppedError` for a journal that begins something while wallets are stopped."""
    if kind in BEGINNING:
        refuse_holds(session)
