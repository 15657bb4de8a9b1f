"""Credit on the desk: a house that sells it, and somebody who bought some and used a little of it."""

from __future__ import annotations

import httpx

from scripts.screens.desk import Desk

SELLER = {
    "company": "Parley Werke GmbH", "contact": "Ada Muster", "street": "Werkstr. 1", "postal_code": "34117", "city": "Kassel",
    "country": "DE", "email": "books@example.org", "phone": "0561 1234", "vat_id": "DE136695976", "tax_number": "026/123/45678",
}  # fmt: skip
BUYER = {"name": "Mira Sand", "street": "Hauptstr. 5", "postal_code": "10115", "city": "Berlin", "country": "DE"}
ASKED = ("interest", "canvas", "artifact")
PURCHASE = {"net_cents": 2_500, "begin_at_once": True, "save_method": True}
GIFT_NANO = "2500000000"


def charge(desk: Desk) -> None:
    """From here on answers cost credit on this desk."""
    with _rest(desk) as api:
        api.put("/admin/site/seller", json=SELLER).raise_for_status()
        api.put("/admin/site/credit", json={"charging": True}).raise_for_status()


def buy_and_use(desk: Desk) -> None:
    """Somebody buys credit, gets some as a present, and asks a few things. Once for a desk."""
    charge(desk)
    with _rest(desk) as api:
        if api.get("/billing").raise_for_status().json()["balance_nano"] != "0":
            return
        api.put("/billing/profile", json=BUYER).raise_for_status()
        _buy(api)
        gift = {"person_id": api.get("/me").json()["id"], "amount_nano": GIFT_NANO, "reason": desk.texts["gift"]}
        api.post("/admin/billing/grants", json=gift).raise_for_status()
        for chat in desk.texts["chats"]:
            if chat["key"] in ASKED:
                said = api.post(f"/conversations/{desk.chats[chat['key']]}/messages", json={"text": chat["turns"][0]["ask"]})
                said.raise_for_status()


def _buy(api: httpx.Client) -> None:
    order = api.post("/billing/top-ups", json=PURCHASE).raise_for_status().json()
    httpx.post(order["url"], data={"how": "card"}, timeout=60)
    paid = api.get(f"/billing/top-ups/{order['order_id']}").raise_for_status().json()
    assert paid["status"] == "paid", paid


def _rest(desk: Desk) -> httpx.Client:
    return httpx.Client(base_url=f"{desk.url}/api/v1", headers={"Origin": desk.url}, timeout=60)
