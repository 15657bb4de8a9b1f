"""Money that goes back: refunds, disputes, and warnings of them."""

from __future__ import annotations

from typing import Any

from tests.fakes.stripe_server.errors import invalid
from tests.fakes.stripe_server.payments import charge_of
from tests.fakes.stripe_server.store import Store, Thing

DISPUTE_FEE = 2_000


def new_refund(store: Store, form: dict[str, Any], status: str) -> Thing:
    """Raises `StripeRefusalError` for more than is left of the charge, or one that is disputed."""
    charge = charge_of(store, form.get("payment_intent") or form.get("charge") or "")
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(form.get("amount", left))
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", "charge_disputed")
    if not left:
        raise invalid(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    if not 0 < amount <= left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    made = store.make("refund", amount=amount, charge=charge["id"], currency=charge["currency"], payment_intent=charge["payment_intent"])
    made |= {"metadata": dict(form.get("metadata", {})), "reason": form.get("reason"), "status": status}
    kind = "refund" if charge["payment_method_details"]["type"] == "card" else "payment_refund"
    made["balance_transaction"] = store.book(kind, "refund", made["id"], -amount, charge["currency"])["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.tell("refund.created", made)
    store.tell("charge.refunded", charge)
    return made


def end_refund(store: Store, refund: Thing, *, succeeded: bool) -> None:
    """The bank took it, or sent it back."""
    before = {"status": refund["status"]}
    if succeeded:
        refund["status"] = "succeeded"
    else:
        charge = store.get("charge", refund["charge"])
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        back = store.book("refund_failure", "refund_failure", refund["id"], refund["amount"], refund["currency"])
        refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card", "failure_balance_transaction": back["id"]}
        store.tell("refund.failed", refund, before)
    store.tell("refund.updated", refund, before)
    store.tell("charge.refund.updated", refund, before)


def new_dispute(store: Store, payment_id: str, amount: int | None, reason: str) -> Thing:
    """The buyer's bank takes the money, and Stripe a fee."""
    charge = charge_of(store, payment_id)
    taken: int = amount or charge["amount"]
    made = store.make("dispute", amount=taken, charge=charge["id"], currency=charge["currency"], payment_intent=charge["payment_intent"])
    made |= {"reason": reason, "status": "needs_response", "is_charge_refundable": False, "evidence": {}}
    made["evidence_details"] = {"due_by": store.now() + 7 * 86400, "has_evidence": False, "past_due": False, "submission_count": 0}
    charge["disputed"] = True
    store.tell("charge.dispute.created", made)
    _move(store, made, -taken, DISPUTE_FEE, "dispute")
    store.tell("charge.dispute.funds_withdrawn", made)
    return made


def answer_dispute(store: Store, dispute: Thing) -> None:
    before = {"status": dispute["status"]}
    dispute["status"] = "under_review"
    store.tell("charge.dispute.updated", dispute, before)


def close_dispute(store: Store, dispute: Thing, *, won: bool) -> None:
    """The bank decided."""
    before = {"status": dispute["status"]}
    dispute["status"] = "won" if won else "lost"
    if won:
        _move(store, dispute, dispute["amount"], -DISPUTE_FEE, "dispute_reversal")
        store.tell("charge.dispute.funds_reinstated", dispute)
    store.tell("charge.dispute.closed", dispute, before)


def new_warning(store: Store, payment_id: str) -> Thing:
    charge = charge_of(store, payment_id)
    made = store.make("radar.early_fraud_warning", actionable=True, charge=charge["id"], fraud_type="made_with_stolen_card")
    made["payment_intent"] = charge["payment_intent"]
    store.tell("radar.early_fraud_warning.created", made)
    return made


def new_payout(store: Store, currency: str = "eur") -> Thing:
    """All that is on the account goes to the house's bank."""
    total = sum(movement["net"] for movement in store.every("balance_transaction") if movement["currency"] == currency)
    made = store.make("payout", amount=total, currency=currency, status="paid", method="standard", type="bank_account", automatic=True)
    made["balance_transaction"] = store.book("payout", "payout", made["id"], -total, currency, description="STRIPE PAYOUT")["id"]
    store.tell("payout.paid", made)
    return made


def _move(store: Store, dispute: Thing, amount: int, fee: int, category: str) -> None:
    description = f"Chargeback {'withdrawal' if amount < 0 else 'reversal'} for {dispute['charge']}"
    moved = store.book("adjustment", category, dispute["id"], amount, dispute["currency"], fee=fee, description=description)
    dispute["balance_transactions"] = [*dispute["balance_transactions"], moved]
