"""Files over REST: whole, in pieces, out again; shared by another app."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from PIL import Image

from chat_app.api.app import create_api
from chat_app.api.v1 import files
from chat_app.container import override_services
from chat_app.services.chat.turns import TurnService
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


async def add(api: httpx.AsyncClient, content: bytes = b"Some words.", name: str = "note.txt", **query: str) -> dict:
    answer = await api.post("/files", params={"name": name, **query}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()


class TestWhole:
    async def test_as_the_body(self, api: httpx.AsyncClient) -> None:
        file = await add(api, name="Größe.txt")
        assert (file["name"], file["kind"], file["tokens"]) == ("Größe.txt", "text", 3)
        assert (await api.get(f"/files/{file['id']}/details")).json() == file
        assert (await api.get(f"/files/{file['id']}/text")).json() == {"text": "Some words.", "length": 11}
        assert [one["id"] for one in (await api.get("/files")).json()["items"]] == [file["id"]]
        assert [one["id"] for one in (await api.get("/files/waiting")).json()["items"]] == [file["id"]]

    async def test_as_a_form(self, api: httpx.AsyncClient) -> None:
        answer = await api.post("/files", files={"file": ("../a.txt", b"Some words.", "image/png")})
        assert (answer.status_code, answer.json()["name"], answer.json()["kind"]) == (201, "a.txt", "text")
        assert (await api.post("/files", files={"field": (None, b"no file")})).status_code == 422

    async def test_out_again_with_safe_headers(self, api: httpx.AsyncClient) -> None:
        file = await add(api, b"<script>alert(1)</script>", 'x";\r\nSet-Cookie: a=b.html')
        answer = await api.get(f"/files/{file['id']}")
        assert answer.content == b"<script>alert(1)</script>"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=\"file\"; filename*=UTF-8''x%22%3B%20Set-Cookie")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "Set-Cookie" not in answer.headers

    async def test_a_picture_and_its_thumbnail(self, api: httpx.AsyncClient) -> None:
        file = await add(api, png(), "a.png")
        assert (await api.get(f"/files/{file['id']}")).headers["Content-Type"] == "image/png"
        small = await api.get(f"/files/{file['id']}/thumbnail")
        assert (small.headers["Content-Type"], small.content[8:12]) == ("image/webp", b"WEBP")

    async def test_refused_with_a_sentence(self, api: httpx.AsyncClient) -> None:
        answer = await api.post("/files", params={"name": "a.exe"}, content=b"MZ" + bytes(200), headers={"Accept-Language": "de"})
        assert (answer.status_code, answer.json()["title"]) == (422, "attachment.unsupported")
        assert "lässt sich nicht lesen" in answer.json()["detail"]

    async def test_deleted(self, api: httpx.AsyncClient) -> None:
        file = await add(api)
        assert (await api.delete(f"/files/{file['id']}")).status_code == 204
        for path in ("", "/details", "/text", "/thumbnail"):
            assert (await api.get(f"/files/{file['id']}{path}")).status_code == 404

    async def test_too_many_too_fast(self, parts: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "FILES_AT_ONCE", 3)
        monkeypatch.setattr(files, "FILES_PER_SECOND", 0.001)
        transport = httpx.ASGITransport(create_api(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1") as client:
            codes = [(await client.post("/files", content=b"")).status_code for _ in range(4)]
        assert codes == [422, 422, 422, 429]

    @pytest.mark.parametrize(
        "path",
        [
            "/files/x",
            "/files/01900000-0000-7000-8000-00000000000a",
            "/files/01900000-0000-7000-8000-00000000000a/thumbnail",
            "/uploads/01900000-0000-7000-8000-00000000000a",
        ],
    )
    async def test_unknown(self, api: httpx.AsyncClient, path: str) -> None:
        assert (await api.get(path)).status_code in {404, 422}


class TestInPieces:
    async def begin(self, api: httpx.AsyncClient, size: int, **body: str) -> dict:
        answer = await api.post("/uploads", json={"name": "big.txt", "size": size, **body})
        assert answer.status_code == 201, answer.text
        assert answer.headers["Location"].endswith(answer.json()["id"])
        return answer.json()

    async def test_and_resumed(self, api: httpx.AsyncClient) -> None:
        upload = await self.begin(api, 10, fingerprint="f")
        path = f"/uploads/{upload['id']}"
        first = await api.patch(path, content=b"01234", headers={"Upload-Offset": "0"})
        assert (first.status_code, first.headers["Upload-Offset"]) == (200, "5")
        look = await api.head(path)
        assert (look.headers["Upload-Offset"], look.headers["Upload-Length"]) == ("5", "10")
        wrong = await api.put(path, content=b"x", headers={"Upload-Offset": "3"})
        assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "5")
        assert [one["offset"] for one in (await api.get("/files/waiting")).json()["uploads"]] == [5]
        assert (await self.begin(api, 10, fingerprint="f"))["offset"] == 5
        last = await api.put(path, content=b"56789", headers={"Upload-Offset": "5"})
        assert last.json()["attachment"]["id"] == upload["id"]
        assert (await api.get(f"/files/{upload['id']}")).content == b"0123456789"
        assert (await api.get(path)).json()["attachment"]["name"] == "big.txt"
        assert (await api.get("/uploads")).json() == []

    async def test_and_cancelled(self, api: httpx.AsyncClient) -> None:
        upload = await self.begin(api, 10)
        assert (await api.delete(f"/uploads/{upload['id']}")).status_code == 204
        assert (await api.head(f"/uploads/{upload['id']}")).status_code == 404

    @pytest.mark.parametrize("body", [{"name": "x"}, {"name": "x", "size": -1}, {"name": "x", "size": 1, "owner_id": "x"}, {"size": 1}])
    async def test_wrong_announcements(self, api: httpx.AsyncClient, body: dict) -> None:
        assert (await api.post("/uploads", json=body)).status_code == 422

    async def test_too_large(self, api: httpx.AsyncClient) -> None:
        answer = await api.post("/uploads", json={"name": "x", "size": 51_000_000})
        assert (answer.status_code, answer.json()["title"]) == (413, "attachment.too_large")


class TestMessages:
    @pytest.fixture
    async def api(self, parts: Services, model: OneModel) -> AsyncIterator[httpx.AsyncClient]:
        """With turns that know files."""
        model.gateway = ScriptedGateway()
        model.card = replace(model.card, vision=True)
        from chat_app.integrations.files.disk_blobs import DiskBlobs
        from chat_app.services.chat.relay_parts import RelayParts
        from chat_app.services.chat.runner import TurnRunner
        from chat_app.services.files.turn_files import TurnFiles

        turn_files = TurnFiles(parts.db, DiskBlobs(parts.settings.data_dir / "blobs"), parts.files.limits)
        hub = parts.turns._hub
        runner = TurnRunner(parts.db, hub, RelayParts(model, files=turn_files))
        turns = TurnService(parts.db, hub, parts.changes, runner, parts.messages, model, None, files=turn_files)
        with override_services(parts, turns=turns):
            transport = httpx.ASGITransport(create_api(), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1") as client:
                yield client
            await turns.close()

    async def test_sent_with_a_message(self, api: httpx.AsyncClient, model: OneModel) -> None:
        chat = (await api.post("/conversations", json={})).json()["id"]
        file = await add(api, conversation_id=chat)
        answer = await api.post(f"/conversations/{chat}/messages", json={"attachment_ids": [file["id"]]})
        assert answer.status_code == 200, answer.text
        question = (await api.get(f"/conversations/{chat}/messages")).json()["messages"][0]
        assert [one["name"] for one in question["attachments"]] == ["note.txt"]
        assert isinstance(model.gateway, ScriptedGateway)
        assert "Some words." in model.gateway.requests[0].messages[0].text
        assert (await api.delete(f"/files/{file['id']}")).status_code == 409
        await api.delete(f"/conversations/{chat}")
        assert (await api.get(f"/files/{file['id']}")).status_code == 404

    @pytest.mark.parametrize("ids", [["x"], [new_id()], [new_id()] * 2])
    async def test_unknown_files(self, api: httpx.AsyncClient, ids: list[str]) -> None:
        chat = (await api.post("/conversations", json={})).json()["id"]
        answer = await api.post(f"/conversations/{chat}/messages", json={"text": "x", "attachment_ids": ids})
        assert answer.status_code in {404, 422}


class TestShareTarget:
    async def test_text_and_files_wait_for_the_page(self, api: httpx.AsyncClient) -> None:
        form = {"title": "A page", "text": "A page worth reading", "url": "https://example.com"}
        shared_files = [("files", ("a.png", png(), "image/png")), ("files", ("b.exe", b"MZ" + bytes(99), "text/plain"))]
        answer = await api.post("http://localhost:3000/share-target", data=form, files=shared_files)
        assert answer.status_code == 303
        path, _, share_id = answer.headers["Location"].partition("?shared=")
        assert path == "/"
        shared = (await api.post(f"/shared/{share_id}/take")).json()
        assert shared["text"] == "A page\n\nA page worth reading\n\nhttps://example.com"
        assert [file["name"] for file in shared["attachments"]] == ["a.png"]
        assert [one["id"] for one in (await api.get("/files/waiting")).json()["items"]] == [shared["attachments"][0]["id"]]
        assert shared["problems"][0].startswith("b.exe: ")
        assert (await api.post(f"/shared/{share_id}/take")).status_code == 404

    async def test_the_same_words_come_once(self, api: httpx.AsyncClient) -> None:
        form = {"text": "https://example.com/a", "url": "https://example.com/a", "title": ""}
        answer = await api.post("http://localhost:3000/share-target", data=form, files={"x": (None, b"")})
        share_id = answer.headers["Location"].partition("=")[2]
        assert (await api.post(f"/shared/{share_id}/take")).json()["text"] == "https://example.com/a"


async def test_the_description_holds_all_of_it(api: httpx.AsyncClient) -> None:
    paths = json.dumps((await api.get("/openapi.json")).json()["paths"])
    assert all(path in paths for path in ("/api/v1/files/{file_id}/thumbnail", "/api/v1/uploads/{upload_id}", "multipart/form-data"))


async def test_uploads_at_the_same_time(api: httpx.AsyncClient) -> None:
    made = await asyncio.gather(*(add(api, f"file {number}".encode(), f"{number}.txt") for number in range(5)))
    assert len({file["id"] for file in made}) == 5
