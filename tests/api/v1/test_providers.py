"""Setting up a vendor that asks for more than a key, as programs do it."""

from __future__ import annotations

import httpx
import pytest

KEY = "sk-canary-0123456789"


async def test_vendors_say_what_they_ask_for(api: httpx.AsyncClient) -> None:
    vendors = {each["id"]: each for each in (await api.get("/providers/vendors")).json()["items"]}
    assert [(each["name"], each["required"]) for each in vendors["bedrock"]["fields"]] == [("region", True), ("access_key_id", False)]
    assert vendors["azure"]["fields"][0]["default"]
    assert vendors["openai"]["fields"] == []


async def test_options_come_back_and_the_secret_does_not(api: httpx.AsyncClient) -> None:
    options = {"region": "eu-central-1", "access_key_id": "AKIAIOSFODNN7EXAMPLE"}
    made = await api.post("/providers", json={"vendor": "bedrock", "key": KEY, "options": options})
    assert made.status_code == 201
    assert (made.json()["options"], made.json()["region"]) == (options, "eu")
    changed = await api.patch(f"/providers/{made.json()['id']}", json={"options": {"region": "us-east-1"}})
    assert (changed.json()["options"], changed.json()["region"], changed.json()["key_hint"]) == ({"region": "us-east-1"}, "us", "…6789")
    assert KEY not in made.text + changed.text + (await api.get("/providers")).text


@pytest.mark.parametrize("options", [{}, {"region": "evil.test/"}, {"region": "eu-central-1", "aws_secret_access_key": "x"}])
async def test_what_cannot_be_is_refused_in_words(api: httpx.AsyncClient, options: dict[str, str]) -> None:
    refused = await api.post("/providers", json={"vendor": "bedrock", "key": KEY, "options": options})
    assert refused.status_code == 422
    assert "Nothing was saved." in refused.json()["detail"]
    assert (await api.get("/providers")).json()["items"] == []
