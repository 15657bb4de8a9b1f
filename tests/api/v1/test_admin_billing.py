"""The house's money over REST: amounts are whole numbers as text, a key counts once, and programs move nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

BASE = "/admin/billing"


@pytest.fixture
async def owner(api: httpx.AsyncClient) -> str:
    return str((await api.get("/me")).json()["id"])


def gift(owner: str, amount: Any = "2500000000") -> dict[str, Any]:
    return {"person_id": owner, "amount_nano": amount, "reason": "Welcome"}


@pytest.mark.parametrize("amount", ["0", "-0", "1e3", "1.5", "NaN", "", " 5", "+5", "9" * 19, 5, 1.5, True, None])
async def test_what_is_no_amount_is_refused(amount: Any, api: httpx.AsyncClient, owner: str) -> None:
    assert (await api.post(f"{BASE}/grants", json=gift(owner, amount))).status_code == 422


async def test_the_same_key_gives_once_and_another_body_with_it_nothing(api: httpx.AsyncClient, owner: str) -> None:
    key = {"Idempotency-Key": "one"}
    made = [(await api.post(f"{BASE}/grants", json=gift(owner), headers=key)).json() for _ in range(3)]
    assert made[0] == made[1] == made[2]
    assert (await api.post(f"{BASE}/grants", json=gift(owner, "5"), headers=key)).status_code == 409
    wallet = (await api.get(f"{BASE}/wallets/{owner}")).json()
    assert (wallet["wallet"]["balance"], wallet["entries"][0]["amount"]) == ("2500000000", "2500000000")
    overview = (await api.get(f"{BASE}/overview")).json()
    assert (overview["figures"]["given"], overview["wallets"]["balance"], overview["currency"]) == ("2500000000", "2500000000", "EUR")


async def test_more_than_a_thousand_euros_at_once_are_a_slip(api: httpx.AsyncClient, owner: str) -> None:
    assert (await api.post(f"{BASE}/grants", json=gift(owner, "1000000000001"))).json()["type"].endswith(":invalid_gift")


async def test_the_switch_stops_what_begins_and_lets_it_go_on(api: httpx.AsyncClient, owner: str) -> None:
    stopped = (await api.post(f"{BASE}/switch", json={"stopped": True, "reason": "A look"})).json()
    assert (stopped["stopped"], stopped["reason"], stopped["by_itself"]) == (True, "A look", False)
    refused = await api.post(f"{BASE}/grants", json=gift(owner))
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (503, "wallet_stopped")
    health = (await api.get("/admin/health")).json()["checks"]
    assert next(check["state"] for check in health if check["name"] == "books") == "failed"
    assert not (await api.post(f"{BASE}/switch", json={"stopped": False})).json()["stopped"]
    assert (await api.post(f"{BASE}/grants", json=gift(owner))).status_code == 201
    checked = (await api.post(f"{BASE}/check")).json()
    assert (checked["violations"], checked["stopped"]) == ([], False)


@pytest.mark.parametrize("path", ["wallets?cursor=x", "holds?cursor=x", "orders?cursor=x", "overview?from=2026-02-01&to=2026-01-01"])
async def test_what_makes_no_sense_is_said_so(path: str, api: httpx.AsyncClient) -> None:
    assert (await api.get(f"{BASE}/{path}")).status_code == 422


async def test_sections_about_money_are_read_and_written_whole(api: httpx.AsyncClient) -> None:
    credit = (await api.get("/admin/site/credit")).json()
    wanted = credit | {"charging": True, "margins": [{"pattern": "openai/*", "group_id": "", "points": 250, "fixed_nano": 0}]}
    assert (await api.put("/admin/site/credit", json=wanted)).json() == wanted
    assert (await api.put("/admin/site/credit", json=wanted | {"minimum_nano": 1.5})).status_code == 422
    assert (await api.get("/admin/site/credit")).json() == wanted
    for name in ("top-ups", "seller"):
        section = (await api.get(f"/admin/site/{name}")).json()
        assert (await api.put(f"/admin/site/{name}", json=section)).json() == section
