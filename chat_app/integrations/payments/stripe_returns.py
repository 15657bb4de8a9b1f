"""Money that goes back through Stripe: refunds, disputes, and warnings of them."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.payments import stripe_shapes as shapes
from chat_app.integrations.payments.port import DisputeState, RefundState
from chat_app.integrations.payments.stripe_errors import in_our_words
from chat_app.integrations.payments.stripe_requests import once

PAGE = 100
"""More than one payment ever has of anything."""


class StripeReturns:
    """The part of the payment provider that sends money back, or has to."""

    def __init__(self, v1: Any) -> None:
        self._returns = v1

    async def refund(self, payment_id: str, refund_id: str, amount_cents: int) -> RefundState:
        wanted = {"payment_intent": payment_id, "amount": amount_cents, "metadata": {"refund_id": refund_id}}
        with in_our_words():
            return shapes.refund_state((await self._returns.refunds.create_async(wanted, once(f"refund:{refund_id}"))).to_dict())

    async def get_refund(self, provider_id: str) -> RefundState:
        with in_our_words():
            return shapes.refund_state((await self._returns.refunds.retrieve_async(provider_id)).to_dict())

    async def list_refunds(self, payment_id: str) -> list[RefundState]:
        with in_our_words():
            page = await self._returns.refunds.list_async({"payment_intent": payment_id, "limit": PAGE})
        return [shapes.refund_state(each.to_dict()) for each in reversed(page.data)]

    async def get_dispute(self, provider_id: str) -> DisputeState:
        with in_our_words():
            if provider_id.startswith("issfr_"):
                warning = await self._returns.radar.early_fraud_warnings.retrieve_async(provider_id, {"expand": ["charge"]})
                return shapes.warning_state(warning.to_dict())
            return shapes.dispute_state((await self._returns.disputes.retrieve_async(provider_id)).to_dict())

    async def list_disputes(self, payment_id: str) -> list[DisputeState]:
        of_payment = {"payment_intent": payment_id, "limit": PAGE}
        with in_our_words():
            warnings = await self._returns.radar.early_fraud_warnings.list_async({**of_payment, "expand": ["data.charge"]})
            disputes = await self._returns.disputes.list_async(of_payment)
        found = [shapes.warning_state(each.to_dict()) for each in reversed(warnings.data)]
        return found + [shapes.dispute_state(each.to_dict()) for each in reversed(disputes.data)]
