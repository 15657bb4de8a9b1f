"""Local models only, the models that step in, and how providers do, over REST."""

from __future__ import annotations

import pytest


async def test_people_choose_what_steps_in(api):
    changed = await api.patch("/me", json={"fallback_model_ids": ["test/other"], "hedge_seconds": 5, "local_only": True})

    assert changed.status_code == 200
    me = (await api.get("/me")).json()
    assert (me["fallback_model_ids"], me["hedge_seconds"], me["local_only"]) == (["test/other"], 5, True)


@pytest.mark.parametrize(
    "wrong", [{"fallback_model_ids": ["a/b"] * 4}, {"hedge_seconds": -1}, {"hedge_seconds": 61}, {"local_only": "yes"}]
)
async def test_what_cannot_be_is_refused(api, wrong):
    assert (await api.patch("/me", json=wrong)).status_code == 422


async def test_a_folder_asks_for_local_models_only(api):
    folder = (await api.post("/folders", json={"name": "Clients", "local_only": "on"})).json()
    assert folder["local_only"] == "on"
    assert (await api.get("/models", params={"folder_id": folder["id"]})).json()["local_only_by"] == "folder"
    assert (await api.get("/models")).json()["local_only_by"] == ""

    inner = (await api.post("/folders", json={"name": "Inner", "parent_id": folder["id"]})).json()
    assert inner["local_only"] == "inherit"
    assert (await api.get("/models", params={"folder_id": inner["id"]})).json()["local_only_by"] == "folder"

    assert (await api.patch(f"/folders/{inner['id']}", json={"local_only": "off"})).json()["local_only"] == "off"
    assert (await api.get("/models", params={"folder_id": inner["id"]})).json()["local_only_by"] == ""
    assert (await api.patch(f"/folders/{inner['id']}", json={"local_only": "maybe"})).status_code == 422


async def test_administrators_set_chains(api):
    chains = [{"pattern": "openai/*", "model_ids": ["anthropic/claude", "ollama/llama3.2:3b"]}]

    assert (await api.put("/admin/site/fallbacks", json={"chains": chains, "stand_in": False})).status_code == 200

    assert (await api.get("/admin/site/fallbacks")).json() == {"chains": chains, "stand_in": False}
    assert (await api.put("/admin/site/fallbacks", json={"chains": [{"pattern": "x", "model_ids": []}]})).status_code == 422


async def test_a_provider_tells_how_it_does(api):
    made = await api.post("/providers", json={"vendor": "openai", "key": "sk-of-a-test-1234567890"})

    assert made.status_code == 201, made.text
    assert made.json()["health"] == {"state": "unknown", "open_until": None, "problem": "", "first_word_ms": None, "asked_at": None}
