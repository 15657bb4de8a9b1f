"""What the page of the bank does to a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.stripe_server.store import Thing

if TYPE_CHECKING:
    from tests.fakes.stripe_server.server import StripeServer


def act(server: StripeServer, act: str, payment_id: str) -> None:
    """Raises `StripeRefusalError` when it cannot be."""
    if act in {"settle", "fail"}:
        server.settle(_one(server, "checkout.session", payment_id)["id"], paid=act == "settle")
    elif act in {"win", "lose"}:
        server.close_dispute(_one(server, "dispute", payment_id)["id"], won=act == "win")
    elif act == "payout":
        server.pay_out()
    else:
        {"refund": server.refund, "dispute": server.dispute, "warn": server.warn}[act](payment_id)


def _one(server: StripeServer, kind: str, payment_id: str) -> Thing:
    return next(thing for thing in server.store.every(kind) if thing["payment_intent"] == payment_id)
