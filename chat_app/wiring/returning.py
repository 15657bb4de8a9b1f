"""What the payment provider tells, and money that goes back."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.payments.port import PaymentProvider
from chat_app.services.accounts.proof import ProofRule
from chat_app.services.disputes.service import DisputeService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.payment_events.inbox import PaymentInbox
from chat_app.services.payment_events.telling import MoneyAlarm
from chat_app.services.payment_events.working import EventWorker
from chat_app.services.reconciliation.service import ReconciliationService
from chat_app.services.refunds.service import RefundService
from chat_app.services.topups.following import OrderFollower
from chat_app.wiring.ground import Ground
from chat_app.wiring.people import SigningIn


def build_returns(ground: Ground, people: SigningIn, payments: PaymentProvider | None, orders: OrderFollower) -> dict[str, Any]:
    """By their names in `Services`."""
    db, audit, proof = ground.db, ground.audit, ProofRule(ground.settings, utc_now)
    alarm = MoneyAlarm(db, people.outbox)
    return {
        "payment_inbox": PaymentInbox(db, payments, utc_now),
        "payment_worker": EventWorker(db, payments, orders, utc_now, alarm.on_settled),
        "refunds": RefundService(db, payments, audit, utc_now, proof),
        "disputes": DisputeService(db, audit, utc_now, proof),
        "reconciliation": ReconciliationService(db, payments, audit, utc_now, alarm.on_difference),
    }
