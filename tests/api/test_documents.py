"""Canvases and artifacts over REST."""

from __future__ import annotations

import httpx

from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, OneModel


async def new_chat(api: httpx.AsyncClient) -> str:
    return (await api.post("/conversations", json={"model_id": MODEL})).json()["id"]


class TestCanvas:
    async def test_a_life(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Uno"])
        chat = await new_chat(api)
        made = await api.post(f"/conversations/{chat}/canvases", json={"text": "One two"})
        canvas, path = made.json(), f"/canvases/{made.json()['id']}"
        assert (made.status_code, made.headers["location"]) == (201, f"/api/v1{path}")
        rewritten = (
            await api.post(f"{path}/rewrite", json={"revision": canvas["revision"], "start": 0, "end": 3, "kind": "formal"})
        ).json()
        assert (rewritten["text"], rewritten["version"]) == ("Uno two", 2)
        assert (await api.patch(path, json={"text": "x", "revision": canvas["revision"]})).status_code == 409
        assert (await api.patch(path, json={"text": "Three", "revision": rewritten["revision"]})).json()["text"] == "Three"
        assert (await api.post(f"{path}/versions/1/restore")).json()["text"] == "One two"
        assert (await api.get(f"{path}/diff?before=1&after=99999999999999999999")).status_code == 422
        assert (await api.get(f"{path}/diff?before=1&after=2")).json()[0] == {"kind": "removed", "text": "One"}
        assert len((await api.get(f"{path}/versions")).json()) == 4
        assert (await api.delete(path)).status_code == 204
        assert (await api.get(path)).status_code == 404
        assert (await api.post(f"{path}/restore")).status_code == 204
        assert [item["id"] for item in (await api.get(f"/conversations/{chat}/canvases")).json()] == [canvas["id"]]


class TestArtifacts:
    async def test_are_found_in_answers(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["```html\n<title>Page</title>\n```"])
        chat = await new_chat(api)
        sent = await api.post(f"/conversations/{chat}/messages", json={"text": "A page, please"})
        assert sent.status_code == 200, sent.text
        (artifact,) = (await api.get(f"/conversations/{chat}/artifacts")).json()
        assert (artifact["kind"], artifact["title"], len(artifact["versions"])) == ("html", "Page", 1)
