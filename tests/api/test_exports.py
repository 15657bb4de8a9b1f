"""Exports, share links and previews as browsers and programs get them."""

from __future__ import annotations

import httpx

from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, OneModel

UNKNOWN = "01a1fde7-2120-7f22-86f2-3cdd0fff4877"


async def answered(api: httpx.AsyncClient, model: OneModel, text: str) -> tuple[str, str]:
    """A chat with one answer: its id, and the answer's."""
    model.gateway = ScriptedGateway([text])
    chat = (await api.post("/conversations", json={"model_id": MODEL})).json()["id"]
    sent = await api.post(f"/conversations/{chat}/messages", json={"text": "Go"})
    assert sent.status_code == 200, sent.text
    return chat, (await api.get(f"/conversations/{chat}/messages")).json()["messages"][-1]["id"]


class TestExport:
    async def test_is_a_download(self, api: httpx.AsyncClient, model: OneModel) -> None:
        chat, _answer = await answered(api, model, "**Yes**")
        for format_, start in (("markdown", b"# "), ("json", b"{"), ("html", b"<!doctype html>"), ("pdf", b"%PDF-")):
            file = await api.get(f"/conversations/{chat}/export?format={format_}")
            assert file.status_code == 200
            assert file.content.startswith(start)
            assert file.headers["content-disposition"].startswith("attachment;")
            assert file.headers["content-security-policy"].startswith("sandbox")

    async def test_several_as_zip_and_what_is_wrong(self, api: httpx.AsyncClient, model: OneModel) -> None:
        chat, _answer = await answered(api, model, "Yes")
        assert (await api.post("/exports", json={"conversation_ids": [chat]})).content.startswith(b"PK")
        assert (await api.post("/exports", json={"conversation_ids": []})).status_code == 422
        assert (await api.post("/exports", json={"conversation_ids": [UNKNOWN]})).status_code == 404
        assert (await api.get(f"/conversations/{chat}/export?format=docx")).status_code == 422


class TestShare:
    async def test_a_life(self, api: httpx.AsyncClient, model: OneModel) -> None:
        chat, _answer = await answered(api, model, "Shown")
        made = (await api.post(f"/conversations/{chat}/shares", json={"days": 7})).json()
        page = await api.get(f"http://localhost:3000{made['path']}")
        assert page.status_code == 200
        assert "Shown" in page.text
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert [share["active"] for share in (await api.get("/shares")).json()] == [True]
        assert (await api.delete(f"/shares/{made['share']['id']}")).status_code == 204
        gone = await api.get(f"http://localhost:3000{made['path']}")
        assert gone.status_code == 404
        assert "Shown" not in gone.text

    async def test_the_secret_is_not_kept(self, api: httpx.AsyncClient, model: OneModel, parts: Services) -> None:
        chat, _answer = await answered(api, model, "Shown")
        token = (await api.post(f"/conversations/{chat}/shares", json={})).json()["path"].removeprefix("/s/")
        assert token not in (await api.get("/shares")).text


class TestPreview:
    async def test_runs_in_no_origin_and_reaches_no_network(self, api: httpx.AsyncClient, model: OneModel) -> None:
        _chat, answer = await answered(api, model, "```html\n<script>x</script>\n```\n\n```python\nx\n```")
        page = await api.get(f"/messages/{answer}/blocks/0/preview")
        policy = page.headers["content-security-policy"]
        assert page.text == "<script>x</script>\n"
        assert policy.startswith("sandbox allow-scripts;")
        assert "allow-same-origin" not in policy
        assert "default-src 'none'" in policy
        assert (await api.get(f"/messages/{answer}/blocks/1/preview")).status_code == 404
        assert (await api.get(f"/messages/{answer}/blocks/2/preview")).status_code == 404
        assert (await api.get(f"/messages/{UNKNOWN}/blocks/0/preview")).status_code == 404
