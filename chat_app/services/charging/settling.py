"""The end of a call in money, in the transaction that writes the call down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from chat_app.services.budgets import reserving
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.failpoints import reached
from chat_app.services.ledger import holds, late
from chat_app.services.ledger.holds import Charge
from chat_app.services.usage.dto import Call


@dataclass(frozen=True, slots=True)
class Paid:
    """Who paid for a call, and how much; nobody and None where no wallet was asked."""

    payer_id: str = ""
    charged_nano: int | None = None


def settle(session: Session, call: Call) -> Paid:
    """Charge a call once, and count it in budgets. What it cost beyond its hold is written off.

    Of an answer whose hold a sweep has voided meanwhile, as much is charged as there is.
    """
    charge, due = call.charge, call.charge.due_nano
    if not call.id or charge.tariff is None:
        return Paid()
    paid = Paid() if due is None else _pay(session, call, Charge(due, charge.provider_nano, call.id))
    if charge.tariff.budgeted:
        reserving.settle(session, call.id, charge.counted_nano)
    reached("capture.before_commit")
    return paid


def _pay(session: Session, call: Call, cost: Charge) -> Paid:
    held = holds.lock(session, call.id)
    payer_id = held.account_id if held else call.owner_id
    if held and held.state == "open":
        captured = holds.capture_locked(session, call.id, held, cost, call.at)
    else:
        captured = late.charge_late(session, payer_id, LEDGER_CURRENCY, call.id, cost, call.at)
    return Paid(payer_id, captured.charged if captured else 0)
