"""POST /webhooks/stripe, as Stripe calls it: with its messages, signed by its library."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from chat_app import models
from chat_app.services.ledger.credits import balance_of
from chat_app.services.payment_events.dto import EventState
from chat_app.wiring import Services
from tests.api.selling import SECRET, selling, stripe, wanted
from tests.fakes.stripe_server import StripeServer
from tests.fakes.stripe_server.sending import signed
from tests.fakes.stripe_server.store import Thing
from tests.waiting import eventually

__all__ = ["selling", "stripe"]

EVENTS: dict[str, Thing] = json.loads(Path(__file__).with_name("stripe_events.json").read_text())["events"]
PATH = "http://localhost:3000/webhooks/stripe"


@pytest.fixture
async def web(application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application, raise_app_exceptions=False)) as client:
        yield client


async def tell(web: httpx.AsyncClient, event: Thing, secret: str = SECRET, **more: Any) -> int:
    body, headers = signed(event, secret, **more)
    return (await web.post(PATH, content=body, headers=headers)).status_code


def inbox(parts: Services) -> list[models.PaymentEvent]:
    return parts.db.read_now(lambda session: list(session.exec(select(models.PaymentEvent))))


async def test_everything_that_stripe_has_ever_said_is_taken(selling: Services, web: httpx.AsyncClient) -> None:
    """Messages of many versions of its API, about things that are not ours: each is kept once and settled."""
    for number, (name, event) in enumerate(EVENTS.items()):
        assert await tell(web, event | {"id": f"evt_{number}"}) == 200, name
        assert await tell(web, event | {"id": f"evt_{number}"}) == 200, name
    await selling.payment_worker.work()
    assert {row.type: row.state for row in inbox(selling)} == {event["type"]: EventState.IGNORED for event in EVENTS.values()}
    assert len(inbox(selling)) == len(EVENTS)


@pytest.mark.parametrize("name", ["payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"])
async def test_a_message_in_stripes_own_shape_brings_credit(
    selling: Services, web: httpx.AsyncClient, stripe: StripeServer, name: str
) -> None:
    """Whichever of them comes, of whatever version: what is the case is asked. And it is worked on without being asked."""
    order = wanted(selling)
    payment = stripe.paid_payment(order.total_cents, metadata={"order_id": order.id, "owner_id": order.owner_id})
    event = json.loads(json.dumps(EVENTS[name])) | {"id": f"evt_{name}"}
    about = event["data"]["object"]
    about |= {"payment_intent": payment["id"]}
    if name.startswith("checkout"):
        complete = {"status": "complete", "payment_status": "paid", "payment_intent": payment["id"]}
        about["id"] = stripe.store.make("checkout.session", **complete)["id"]
    elif name.startswith("payment_intent"):
        about["id"] = payment["id"]
    assert await tell(web, event) == 200

    async def paid() -> bool:
        found = await selling.db.read(lambda session: balance_of(session, order.owner_id, "EUR"))
        return found.paid == order.net_cents * 10_000_000

    await eventually(paid)


async def test_what_is_not_signed_is_refused(selling: Services, web: httpx.AsyncClient) -> None:
    event = EVENTS["payment_intent.succeeded"]
    body, headers = signed(event, SECRET)
    assert await tell(web, event, "whsec_other") == 400
    assert await tell(web, event, at=1_600_000_000) == 400
    assert (await web.post(PATH, content=body.replace(b"succeeded", b"canceled"), headers=headers)).status_code == 400
    assert (await web.post(PATH, content=json.dumps(json.loads(body)), headers=headers)).status_code == 400, "the bytes as they came"
    assert (await web.post(PATH, content=body)).status_code == 400
    assert (await web.post(PATH, content=b"x" * 600_000, headers=headers)).status_code == 413
    assert (await web.get(PATH)).status_code == 405
    assert inbox(selling) == []


async def test_a_house_that_sells_nothing_has_no_such_address(parts: Services, web: httpx.AsyncClient) -> None:
    body, headers = signed(EVENTS["payment_intent.succeeded"], SECRET)
    assert (await web.post(PATH, content=body, headers=headers)).status_code == 404
    assert inbox(parts) == []
