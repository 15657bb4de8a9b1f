"""The unsent text of a new chat over REST."""

from __future__ import annotations

import httpx


async def test_is_kept(api: httpx.AsyncClient) -> None:
    assert (await api.put("/me/draft", json={"text": "Half a thought"})).status_code == 204
    assert (await api.get("/me/draft")).json() == {"text": "Half a thought"}
    assert (await api.put("/me/draft", json={"text": "x" * 400_001})).status_code == 422
