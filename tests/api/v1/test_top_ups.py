"""Buying credit over REST: amounts of every kind, keys, what belongs to others, and orders from beginning to end."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from chat_app.container import override_services
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import encode_cursor
from chat_app.services.ledger import book
from chat_app.services.tax import profiles
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.fakes.stripe_server import StripeServer, stripe_server
from tests.services.invoices.shop import ADA, NOON, open_shop

TEN = {"net_cents": 1_000, "begin_at_once": True}


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@pytest.fixture
async def parts(tmp_path: Path, empty_database: Path, stripe: StripeServer) -> AsyncIterator[Services]:
    """A house that sells."""
    shutil.copy(empty_database, tmp_path / "parley.db")
    settings = Settings.model_validate(
        {
            "data_dir": tmp_path,
            "stripe_secret_key": stripe.doorway.api_key,
            "stripe_webhook_secret": stripe.sender.secret,
            "stripe_api_base": stripe.url,
        }
    )
    with override_services(build_services(settings)) as parts:
        yield parts
        await parts.close()


@pytest.fixture
async def shop(parts: Services, application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API, as the owner of this machine, whose address is known."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1/billing") as client:
        await client.get("/offers")
        await parts.db.write(open_shop)
        await parts.db.write(lambda session: book.open_books(session, "EUR", NOON))
        await parts.db.write(lambda session: profiles.save(session, OWNER_ID, ADA, NOON))
        yield client


async def test_from_the_offer_to_the_credit(shop: httpx.AsyncClient, stripe: StripeServer) -> None:
    offers = (await shop.get("/offers")).json()
    assert offers["amounts"][0] == {"net_cents": 1_000, "vat_cents": 190, "total_cents": 1_190}
    assert (await shop.post("/offers/preview", json={"net_cents": 777})).json()["total_cents"] == 777 + 148
    started = await shop.post("/top-ups", json=TEN | {"next": "/c/1"}, headers={"Idempotency-Key": "one"})
    assert started.status_code == 201
    order = started.json()
    assert (await shop.get(f"/top-ups/{order['order_id']}")).json()["status"] == "open"
    stripe.pay(order["url"].rsplit("/", 1)[1])
    paid = (await shop.get(f"/top-ups/{order['order_id']}")).json()
    assert (paid["status"], paid["total_cents"], paid["next_path"], bool(paid["invoice_id"])) == ("paid", 1_190, "/c/1", True)
    assert [each["id"] for each in (await shop.get("/top-ups")).json()["items"]] == [order["order_id"]]
    asked = [each for each in stripe.doorway.seen if each.path == "/v1/checkout/sessions" and each.method == "POST"][-1].form
    assert asked["success_url"] == f"http://localhost:3000/billing?order={order['order_id']}&next=%2Fc%2F1"
    assert asked["line_items"][0]["price_data"]["unit_amount"] == "1190"


@pytest.mark.parametrize(
    "cents", ["0", "1", "499", "50001", "-1000", "1000.0", "1e3", '"1000"', '"1e3"', "NaN", "Infinity", "true", "null", "[]"]
)
async def test_only_whole_cents_that_are_offered_are_taken(shop: httpx.AsyncClient, cents: str) -> None:
    """M15."""
    for path, rest in (("/top-ups", ', "begin_at_once": true'), ("/offers/preview", "")):
        content = f'{{"net_cents": {cents}{rest}}}'
        assert (await shop.post(path, content=content, headers={"Content-Type": "application/json"})).status_code == 422
    assert (await shop.get("/top-ups")).json()["items"] == []


async def test_the_same_key_is_the_same_order_and_another_body_a_conflict(shop: httpx.AsyncClient) -> None:
    """M19."""
    key = {"Idempotency-Key": "same"}
    first = await shop.post("/top-ups", json=TEN, headers=key)
    assert (await shop.post("/top-ups", json=TEN, headers=key)).json() == first.json()
    assert (await shop.post("/top-ups", json=TEN | {"net_cents": 2_500}, headers=key)).status_code == 409
    assert len((await shop.get("/top-ups")).json()["items"]) == 1


async def test_what_is_missing_is_said_and_addresses_elsewhere_are_not_come_back_to(shop: httpx.AsyncClient, parts: Services) -> None:
    unasked = await shop.post("/top-ups", json={"net_cents": 1_000})
    assert (unasked.status_code, unasked.json()["type"]) == (422, "urn:parley:topups:error:begin")
    evil = (await shop.post("/top-ups", json=TEN | {"next": "https://evil.test"})).json()
    assert (await shop.get(f"/top-ups/{evil['order_id']}")).json()["next_path"] == ""
    await parts.db.write(lambda session: profiles.save(session, OWNER_ID, profiles.Profile(), NOON))
    nowhere = await shop.post("/top-ups", json=TEN)
    assert (nowhere.status_code, "street" in nowhere.json()["missing"]) == (422, True)


async def test_unknown_things_and_unknown_fields(shop: httpx.AsyncClient) -> None:
    assert (await shop.get(f"/top-ups/{new_id()}")).status_code == 404
    assert (await shop.delete("/methods/pm_unknown")).status_code == 404
    for path, body in (("/top-ups", TEN | {"total_cents": 1}), ("/top-ups", TEN | {"status": "paid"})):
        assert (await shop.post(path, json=body)).status_code == 422
    assert (await shop.put("/automatic", json={"enabled": True, "customer_id": "cus_other"})).status_code == 422


async def test_methods_are_saved_and_buy_by_themselves(shop: httpx.AsyncClient, stripe: StripeServer) -> None:
    page = (await shop.post("/methods")).json()["url"]
    stripe.pay(page.rsplit("/", 1)[1])
    [method] = (await shop.get("/methods")).json()
    assert (method["brand"], method["last4"], method["automatic"]) == ("visa", "4242", False)
    rules = {"enabled": True, "threshold_cents": 500, "amount_cents": 1_000, "monthly_cap_cents": 5_000, "method_id": method["id"]}
    assert (await shop.put("/automatic", json=rules)).status_code == 422
    assert (await shop.put("/automatic", json=rules | {"begin_at_once": True})).status_code == 204
    found = (await shop.get("/automatic")).json()
    assert (found["enabled"], found["method_id"], found["problem"]) == (True, method["id"], "")
    assert (await shop.delete(f"/methods/{method['id']}")).status_code == 204
    assert (await shop.get("/automatic")).json()["enabled"] is False


HOUSE = ("invoices", "refunds", "disputes", "events", "withdrawals", "reconciliations")
PAGED = ["top-ups", "invoices", *(f"../admin/billing/{name}" for name in HOUSE)]
TIMES = ["", "x", "-1", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"]


@pytest.mark.parametrize("path", PAGED)
async def test_strange_cursors_are_refused_as_such(shop: httpx.AsyncClient, path: str) -> None:
    cursors = [encode_cursor(*parts) for at in TIMES for parts in ((at,), (at, new_id()), (at, new_id(), ""))]
    answers = [await shop.get(path, params={"cursor": cursor}) for cursor in cursors]
    assert {answer.status_code for answer in answers} == {422}


async def test_a_period_before_all_time_is_refused(shop: httpx.AsyncClient) -> None:
    assert (await shop.get("../admin/billing/overview", params={"to": "0001-01-05"})).status_code == 422
