"""Refunds, disputes, messages and comparisons over REST, as the page of administration uses them."""

from __future__ import annotations

import httpx
from fastapi import FastAPI

from chat_app.wiring import Services
from tests.api.selling import selling, stripe, wanted
from tests.fakes.stripe_server import StripeServer

__all__ = ["selling", "stripe"]


async def paid(parts: Services, stripe: StripeServer) -> tuple[str, str]:
    """An order with its credit, and its payment."""
    order = wanted(parts)
    payment = stripe.paid_payment(order.total_cents, metadata={"order_id": order.id, "owner_id": order.owner_id})["id"]
    await parts.payment_inbox.catch_up()
    await parts.payment_worker.work()
    return order.id, payment


async def test_administrators_send_money_back(selling: Services, stripe: StripeServer, application: FastAPI) -> None:
    order, _ = await paid(selling, stripe)
    async with client_of(application) as api:
        made = await api.post("/refunds", json={"order_id": order, "net_cents": 300, "reason": "withdrawal"})
        assert made.status_code == 201, made.text
        assert {name: made.json()[name] for name in ("net_cents", "vat_cents", "state", "reason")} == {
            "net_cents": 300,
            "vat_cents": 57,
            "state": "done",
            "reason": "withdrawal",
        }
        assert (await api.get("/refunds")).json()["items"] == [made.json()]
        for wrong in ({"net_cents": 0}, {"net_cents": 1.5}, {"net_cents": "1e3"}, {"reason": "provider"}, {"amount": 3}):
            assert (await api.post("/refunds", json={"order_id": order} | wrong)).status_code == 422, wrong
        unknown = await api.post("/refunds", json={"order_id": "01990000-0000-7000-8000-000000000000"})
        assert (unknown.status_code, unknown.json()["title"]) == (404, "error.order_not_found")


async def test_administrators_see_and_let_go_of_disputes(selling: Services, stripe: StripeServer, application: FastAPI) -> None:
    _, payment = await paid(selling, stripe)
    warning = stripe.warn(payment)["id"]
    await selling.payment_inbox.catch_up()
    await selling.payment_worker.work()
    async with client_of(application) as api:
        (found,) = (await api.get("/disputes")).json()["items"]
        assert (found["id"], found["kind"], found["frozen_nano"], found["blocks"]) == (warning, "warning", "10000000000", False)
        assert (await api.post(f"/disputes/{warning}/release")).status_code == 204
        assert (await api.get("/disputes")).json()["items"][0]["frozen_nano"] == "0"
        assert (await api.post("/disputes/issfr_unknown/release")).status_code == 404


async def test_administrators_compare_and_read_what_was_told(selling: Services, stripe: StripeServer, application: FastAPI) -> None:
    await paid(selling, stripe)
    stripe.paid_payment(700)
    async with client_of(application) as api:
        assert (await api.post("/reconciliations")).json()["days"] >= 1
        days = (await api.get("/reconciliations")).json()["items"]
        assert {each["kind"] for day in days for each in day["differences"]} >= {"not_in_books"}
        events = (await api.get("/events", params={"limit": 1})).json()
        assert events["next_cursor"]
        assert (await api.get("/events", params={"cursor": events["next_cursor"]})).json()["items"]
        assert (await api.get("/events", params={"cursor": "x"})).status_code == 422


def client_of(application: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1/admin/billing")
