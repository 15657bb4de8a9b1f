"""Buying credit."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.payments.configured import configured_payments
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.kernel.clock import utc_now
from chat_app.services.topups.automatic import AutomaticTopUps
from chat_app.services.topups.automatic_rules import AutomaticRules
from chat_app.services.topups.customers import Customers
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.methods import MethodService
from chat_app.services.topups.offers import OfferService
from chat_app.services.topups.parts import TopUpParts
from chat_app.services.topups.service import TopUpService
from chat_app.wiring.ground import Ground
from chat_app.wiring.people import SigningIn


def build_buying(ground: Ground, people: SigningIn) -> dict[str, Any]:
    """Orders, saved means of payment, and buying without anybody; by their names in `Services`."""
    payments = configured_payments(ground.settings)

    def tell(owner_id: str) -> None:
        ground.changes.publish(owner_id, ConversationChange("", "banners"))

    parts = TopUpParts(ground.db, payments, ground.site, ground.audit, people.outbox, utc_now, ground.settings.origin, [tell])
    customers, follower = Customers(parts), OrderFollower(parts)
    methods, automatic = MethodService(parts, customers), AutomaticTopUps(parts, follower)
    return {
        "payments": payments,
        "offers": OfferService(parts),
        "top_ups": TopUpService(parts, customers, follower),
        "orders": follower,
        "payment_methods": methods,
        "automatic_rules": AutomaticRules(parts, methods, automatic.after_charge),
        "automatic_top_ups": automatic,
    }
