"""Takes a voucher: once, whoever comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.models import Voucher
from chat_app.services.audit.log import AuditLog
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.vouchers import queries
from chat_app.services.vouchers.codes import hash_of
from chat_app.services.vouchers.dto import Redeemed, VoucherState
from chat_app.services.vouchers.errors import UnknownCodeError, VoucherEndedError

MINE = "vouchers.error.mine"
ENDED: dict[VoucherState, str] = {
    "redeemed": "vouchers.error.redeemed",
    "expired": "vouchers.error.expired",
    "revoked": "vouchers.error.revoked",
}


def redeem(session: Session, audit: AuditLog, actor: Actor, signs: str, now: datetime) -> Redeemed:
    """Give the actor the credit of the voucher with this code.

    Raises `UnknownCodeError`, `VoucherEndedError` and `WalletStoppedError`; then the voucher stays as it was.
    """
    voucher = queries.find_code(session, hash_of(signs))
    if voucher is None:
        raise UnknownCodeError
    if not queries.take(session, voucher.id, actor.user_id, now):
        session.refresh(voucher)
        raise VoucherEndedError(MINE if voucher.redeemed_by == actor.user_id else ENDED[state_of(voucher, now)])
    until = now + timedelta(days=voucher.credit_days) if voucher.credit_days else None
    book.open_books(session, LEDGER_CURRENCY, now)
    credit = NewCredit(actor.user_id, voucher.amount_nano, f"voucher:{voucher.id}", expires_at=until, ref=voucher.id)
    add_credit(session, credit, LEDGER_CURRENCY, now)
    audit.record(session, actor, "voucher.redeem", kind="voucher", object_id=voucher.id, amount_nano=str(voucher.amount_nano))
    return Redeemed(voucher.amount_nano, until)


def state_of(voucher: Voucher, now: datetime) -> VoucherState:
    """What became of it."""
    if voucher.redeemed_at:
        return "redeemed"
    if voucher.revoked_at:
        return "revoked"
    return "expired" if voucher.expires_at and voucher.expires_at <= now else "open"
