"""The tab strip over REST."""

from __future__ import annotations

import httpx


async def made(api: httpx.AsyncClient) -> str:
    return (await api.post("/conversations", json={})).json()["id"]


async def ids(api: httpx.AsyncClient) -> list[str]:
    return [tab["conversation_id"] for tab in (await api.get("/tabs")).json()["tabs"]]


async def test_open_order_pin_close_reopen(api: httpx.AsyncClient) -> None:
    a, b, c = [await made(api) for _ in range(3)]
    for conversation_id in (a, b, c, a):
        assert (await api.put(f"/tabs/{conversation_id}")).status_code == 200
    assert await ids(api) == [a, b, c]
    await api.patch(f"/tabs/{c}", json={"pinned": True, "share": 40})
    await api.patch(f"/tabs/{b}", json={"position": 1})
    assert await ids(api) == [c, b, a]
    assert (await api.get("/tabs")).json()["tabs"][0]["share"] == 40
    await api.delete(f"/tabs/{b}?which=right")
    assert (await api.get("/tabs")).json()["closed"] == 1
    await api.post("/tabs/reopened")
    assert await ids(api) == [c, b, a]


async def test_what_is_not_there_or_makes_no_sense(api: httpx.AsyncClient) -> None:
    nothing = "01a1fde7-2120-7f22-86f2-3cdd0fff4877"
    assert (await api.put(f"/tabs/{nothing}")).status_code == 404
    assert (await api.patch(f"/tabs/{nothing}", json={"pinned": True})).status_code == 404
    assert (await api.delete(f"/tabs/{nothing}")).status_code == 404
    own = await made(api)
    await api.put(f"/tabs/{own}")
    for body in ({"share": 5}, {"share": -1}, {"position": -1}, {"title": "x"}):
        assert (await api.patch(f"/tabs/{own}", json=body)).status_code == 422
