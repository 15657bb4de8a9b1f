"""What the local Stripe knows: its objects, what happened, and the money on the account of the house."""

from __future__ import annotations

import copy
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes.stripe_server.errors import missing

Thing = dict[str, Any]
API_VERSION = "2026-10-28.endive"
_SHAPES: dict[str, Thing] = json.loads(Path(__file__).with_name("shapes.json").read_text())["shapes"]
_PREFIXES = {
    "customer": "cus",
    "checkout.session": "cs_test",
    "payment_intent": "pi",
    "setup_intent": "seti",
    "charge": "ch",
    "refund": "re",
    "dispute": "du",
    "radar.early_fraud_warning": "issfr",
    "balance_transaction": "txn",
    "payment_method": "pm",
    "payout": "po",
    "event": "evt",
}


class Store:
    """All objects by id; `lock` is held by whoever changes them."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.things: dict[str, Thing] = {}
        self.private: dict[str, Any] = {}
        """What is known of an object by its id, and not told."""
        self.told: Callable[[Thing], None] = lambda _event: None
        """Gets every new event: the sender of webhooks."""
        self.ahead = 0
        """Seconds by which this server's clock is ahead of the machine's."""
        self.livemode = False
        self._made = 0

    def now(self) -> int:
        return int(time.time()) + self.ahead

    def make(self, kind: str, **values: Any) -> Thing:
        """A new object with every field that Stripe's has."""
        with self.lock:
            self._made += 1
            thing = copy.deepcopy(_SHAPES[kind])
            unknown = set(values) - set(thing)
            assert not unknown, f"Stripe's {kind} has no {unknown}"
            thing |= {"id": f"{_PREFIXES[kind]}_{self._made:024d}"} | values
            thing |= {"created": self.now()} if "created" in thing else {}
            thing |= {"livemode": self.livemode} if "livemode" in thing else {}
            self.things[thing["id"]] = thing
            return thing

    def get(self, kind: str, object_id: str) -> Thing:
        """Raises `StripeRefusalError` when there is none."""
        found = self.things.get(object_id)
        if found is None or found["object"] != kind:
            raise missing(kind, object_id)
        return found

    def every(self, kind: str) -> list[Thing]:
        """All of a kind, the newest first."""
        with self.lock:
            return [thing for thing in reversed(self.things.values()) if thing["object"] == kind]

    def tell(self, kind: str, thing: Thing, before: Thing | None = None) -> Thing:
        """Something happened to an object: an event with the object as it is now."""
        data: Thing = {"object": copy.deepcopy(thing)}
        if before is not None:
            data["previous_attributes"] = before
        request = {"id": None, "idempotency_key": None}
        event = self.make("event", api_version=API_VERSION, type=kind, data=data, pending_webhooks=1, request=request)
        self.told(copy.deepcopy(event))
        return event

    def book(self, kind: str, category: str, source: str, amount: int, currency: str, *, fee: int = 0, description: str = "") -> Thing:
        """A movement on the account of the house."""
        details = [
            {"amount": fee, "application": None, "currency": currency, "description": "Stripe processing fees", "type": "stripe_fee"}
        ]
        return self.make(
            "balance_transaction",
            type=kind,
            reporting_category=category,
            source=source,
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency=currency,
            status="available",
            available_on=self.now(),
            fee_details=details if fee else [],
            description=description,
            balance_type="payments",
        )
