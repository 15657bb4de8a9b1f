"""Withdrawing from a purchase."""

from __future__ import annotations

from typing import Any

from chat_app.services.kernel.clock import utc_now
from chat_app.services.withdrawals import WithdrawalService
from chat_app.services.withdrawals.house import HouseWithdrawals
from chat_app.services.withdrawals.settling import RefundOrder, Settling
from chat_app.wiring.ground import Ground
from chat_app.wiring.people import SigningIn


def build_withdrawing(ground: Ground, people: SigningIn, refund: RefundOrder | None) -> dict[str, Any]:
    """By their names in `Services`."""
    db, audit, sells = ground.db, ground.audit, ground.settings.stripe_secret_key is not None
    settling = Settling(db, people.outbox, refund, utc_now)
    return {
        "withdrawals": WithdrawalService(db, audit, people.outbox, people.asking, settling, sells=sells, clock=utc_now),
        "house_withdrawals": HouseWithdrawals(db, audit, people.accounts.require_recent_proof),
        "withdrawal_work": settling,
    }
