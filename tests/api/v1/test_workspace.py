"""Folders, tags, lists, selections and the trash over REST."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from chat_app.services.kernel.ids import new_id


async def make(api: httpx.AsyncClient, path: str, **body: object) -> dict[str, Any]:
    response = await api.post(path, json=body)
    assert response.status_code == 201, response.text
    assert response.headers["Location"].endswith(response.json()["id"])
    made: dict[str, Any] = response.json()
    return made


async def listed(api: httpx.AsyncClient, **query: str) -> list[str]:
    response = await api.get("/conversations", params=query)
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


class TestFolders:
    async def test_make_nest_change_and_count(self, api: httpx.AsyncClient) -> None:
        outer = await make(api, "/folders", name="Work", color="teal", model_id="test/x", instructions="Be brief.")
        inner = await make(api, "/folders", name="Trip")
        moved = await api.patch(f"/folders/{inner['id']}", json={"parent_id": outer["id"], "name": "Journey"})
        assert (moved.json()["parent_id"], moved.json()["name"]) == (outer["id"], "Journey")
        chat = await make(api, "/conversations", folder_id=inner["id"])
        assert chat["model_id"] == "test/x"
        found = (await api.get("/folders")).json()
        assert ([item["name"] for item in found["items"]], found["chats"]) == (["Work", "Journey"], {inner["id"]: 1})
        assert (await api.get(f"/folders/{outer['id']}")).json()["instructions"] == "Be brief."

    async def test_not_into_itself(self, api: httpx.AsyncClient) -> None:
        folder = await make(api, "/folders", name="Work")
        response = await api.patch(f"/folders/{folder['id']}", json={"parent_id": folder["id"]})
        assert response.status_code == 409
        assert response.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(("mode", "left"), [("keep", 1), ("delete", 0)])
    async def test_delete_with_or_without_the_chats(self, api: httpx.AsyncClient, mode: str, left: int) -> None:
        folder = await make(api, "/folders", name="Work")
        await make(api, "/conversations", folder_id=folder["id"])
        removal = (await api.delete(f"/folders/{folder['id']}", params={"chats": mode})).json()
        assert removal["count"] == 1
        assert len(await listed(api)) == left
        assert (await api.get(f"/folders/{folder['id']}")).status_code == 404

    @pytest.mark.parametrize("body", [{"name": ""}, {"name": "x", "color": "rainbow"}, {"name": "x", "owner_id": "y"}, {}])
    async def test_refuses_what_cannot_be(self, api: httpx.AsyncClient, body: dict) -> None:
        assert (await api.post("/folders", json=body)).status_code == 422

    async def test_unknown_ones_are_not_found(self, api: httpx.AsyncClient) -> None:
        assert (await api.patch(f"/folders/{new_id()}", json={"name": "x"})).status_code == 404
        assert (await api.post("/conversations", json={"folder_id": new_id()})).status_code == 404


class TestConversations:
    async def test_a_place_marks_and_tags(self, api: httpx.AsyncClient) -> None:
        folder, tag, chat = (
            await make(api, "/folders", name="Work"),
            await make(api, "/tags", name="later"),
            await make(api, "/conversations"),
        )
        path = f"/conversations/{chat['id']}"
        changed = await api.patch(path, json={"folder_id": folder["id"], "favourite": True, "tag_ids": [tag["id"]]})
        assert (changed.json()["folder_id"], changed.json()["favourite"]) == (folder["id"], True)
        for query in ({"folder_id": folder["id"]}, {"view": "favourites"}, {"tag_id": tag["id"]}, {"view": "all"}):
            assert await listed(api, **query) == [chat["id"]]
        assert (await api.patch(path, json={"archived": True})).json()["archived_at"]
        assert [await listed(api), await listed(api, view="archive")] == [[], [chat["id"]]]
        await api.patch(path, json={"archived": False, "folder_id": "", "tag_ids": []})
        assert [await listed(api, view="unfiled"), await listed(api, tag_id=tag["id"])] == [[chat["id"]], []]

    async def test_many_at_once_and_back(self, api: httpx.AsyncClient) -> None:
        chats = [(await make(api, "/conversations"))["id"] for _ in range(3)]
        done = (await api.post("/conversations/bulk", json={"verb": "delete", "ids": chats})).json()
        assert done["count"] == 3
        assert [await listed(api), sorted(await listed(api, view="trash"))] == [[], sorted(chats)]
        for undo in done["undo"]:
            assert (await api.post("/conversations/bulk", json=undo)).json()["count"] == 3
        assert sorted(await listed(api)) == sorted(chats)

    async def test_the_trash_is_emptied_or_loses_one(self, api: httpx.AsyncClient) -> None:
        chats = [(await make(api, "/conversations"))["id"] for _ in range(3)]
        await api.post("/conversations/bulk", json={"verb": "delete", "ids": chats[:2]})
        assert (await api.delete(f"/trash/{chats[2]}")).status_code == 404
        assert await listed(api) == [chats[2]]
        await api.delete(f"/trash/{chats[0]}")
        assert await listed(api, view="trash") == [chats[1]]
        assert (await api.delete("/trash")).json() == {"count": 1}
        assert await listed(api, view="trash") == []

    @pytest.mark.parametrize("body", [{"verb": "explode", "ids": []}, {"verb": "delete", "ids": ["x"]}, {"verb": "delete"}])
    async def test_refuses_what_cannot_be(self, api: httpx.AsyncClient, body: dict) -> None:
        assert (await api.post("/conversations/bulk", json=body)).status_code == 422


class TestTags:
    async def test_make_rename_delete(self, api: httpx.AsyncClient) -> None:
        tag = await make(api, "/tags", name="#later", color="blue")
        assert (await make(api, "/tags", name="LATER"))["id"] == tag["id"]
        await api.patch(f"/tags/{tag['id']}", json={"name": "soon"})
        assert [item["name"] for item in (await api.get("/tags")).json()["items"]] == ["soon"]
        assert (await api.delete(f"/tags/{tag['id']}")).status_code == 204
        assert (await api.delete(f"/tags/{tag['id']}")).status_code == 404


class TestSidebar:
    async def test_tells_what_is_shown_first(self, api: httpx.AsyncClient) -> None:
        closed, opened = [await make(api, "/folders", name=name, instructions="Long.") for name in ("Closed", "Open")]
        await api.patch("/me", json={"open_folder_ids": [opened["id"], new_id()], "sidebar_width": 300})
        loose, inside = await make(api, "/conversations"), await make(api, "/conversations", folder_id=opened["id"])
        await make(api, "/conversations", folder_id=closed["id"])
        seen = (await api.get("/sidebar")).json()
        assert [chat["id"] for chat in seen["chats"]] == [loose["id"]]
        assert {folder: [chat["id"] for chat in chats] for folder, chats in seen["inside"].items()} == {opened["id"]: [inside["id"]]}
        assert (seen["open_ids"], seen["width"], seen["is_open"]) == ([opened["id"]], 300, True)
        assert seen["counts"] == {closed["id"]: 1, opened["id"]: 1}
        assert [set(folder) for folder in seen["folders"]] == [{"id", "parent_id", "name", "color", "role", "shared"}] * 2
