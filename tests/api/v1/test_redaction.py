"""Choosing what leaves the house, and seeing what was used, over REST."""

from __future__ import annotations

from chat_app.services.kernel.ids import new_id


async def test_a_chat_can_choose(api):
    chat = (await api.post("/conversations", json={})).json()["id"]
    path = f"/conversations/{chat}/redaction"
    assert (await api.get(path)).json() == {"decided_by": ""}

    assert (await api.put(path, json={"wanted": True})).status_code == 204

    assert (await api.get(path)).json() == {"decided_by": "chat"}
    assert (await api.put(path, json={"wanted": "yes"})).status_code == 422
    assert (await api.put(path, json={"wanted": None})).status_code == 204
    assert (await api.get(path)).json() == {"decided_by": ""}


async def test_a_folder_can_choose(api):
    folder = (await api.post("/folders", json={"name": "Clients"})).json()["id"]
    chat = (await api.post("/conversations", json={"folder_id": folder})).json()["id"]

    assert (await api.put(f"/folders/{folder}/redaction", json={"wanted": True})).status_code == 204

    assert (await api.get(f"/conversations/{chat}/redaction")).json() == {"decided_by": "folder"}


async def test_a_person_can_choose(api):
    chat = (await api.post("/conversations", json={})).json()["id"]

    await api.patch("/me", json={"redact": True})

    assert (await api.get(f"/conversations/{chat}/redaction")).json() == {"decided_by": "person"}


async def test_unknown_chats_and_folders_are_not_found(api):
    assert (await api.get(f"/conversations/{new_id()}/redaction")).status_code == 404
    assert (await api.put(f"/conversations/{new_id()}/redaction", json={"wanted": True})).status_code == 404
    assert (await api.put(f"/folders/{new_id()}/redaction", json={"wanted": True})).status_code == 404


async def test_what_was_used_is_shown_beside_the_limits(api):
    usage = (await api.get("/usage")).json()

    assert (usage["tokens_today"], usage["cost_nano_this_month"], usage["running_turns"]) == (0, 0, 0)
    assert usage["limits"]["tokens_per_day"] is None
