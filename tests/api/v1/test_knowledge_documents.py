"""Documents that answers are found in, over REST."""

from __future__ import annotations

from typing import Any

import httpx

from chat_app.api.request_rules import body_limit
from chat_app.container import services
from chat_app.services.kernel.ids import new_id


async def add(api: httpx.AsyncClient, *files: tuple[str, bytes], **query: Any) -> dict:
    answer = await api.post("/documents", params=query, files=[("files", file) for file in files])
    assert answer.status_code == 201, answer.text
    return answer.json()


async def read(api: httpx.AsyncClient, document_id: str) -> dict:
    await services().knowledge.worker.work()
    return (await api.get(f"/documents/{document_id}")).json()


async def test_files_of_a_form_are_read_and_handed_out_again(api: httpx.AsyncClient) -> None:
    added = await add(api, ("a.md", b"# Bees\n\nBees dance."), ("dir/b.txt", b"Wasps do not."), ("empty.txt", b""))
    assert [document["name"] for document in added["documents"]] == ["a.md", "b.txt"]
    assert [(each["name"], each["problem"]) for each in added["refused"]] == [("empty.txt", "attachment.empty")]
    first = added["documents"][0]
    assert (first["state"], first["progress"]["stage"]) == ("waiting", "reading")
    document = await read(api, first["id"])
    assert (document["state"], document["passages"], document["progress"]) == ("ready", 1, None)
    listed = (await api.get("/documents", params={"limit": 1})).json()
    assert listed["standing"] == {"counts": {"ready": 2}, "seconds_left": 0}
    assert listed["next_cursor"]
    file = await api.get(f"/documents/{document['id']}/file")
    assert file.content == b"# Bees\n\nBees dance."
    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]
    log = (await api.get(f"/documents/{document['id']}/log")).json()
    assert log[0]["text"] == "File received: 19 bytes"
    (passage,) = (await api.get(f"/documents/{document['id']}/chunks")).json()["items"]
    changed = (await api.patch(f"/chunks/{passage['id']}", json={"text": "Bees waggle.", "enabled": False})).json()
    assert (changed["text"], changed["edited"], changed["enabled"]) == ("Bees waggle.", True, False)
    assert (await api.patch(f"/chunks/{passage['id']}", json={"reset": True})).json()["text"] == passage["text"]
    assert (await api.get(f"/chunks/{passage['id']}")).json()["edited"] is False


async def test_a_text_becomes_a_document_and_other_bodies_are_refused(api: httpx.AsyncClient) -> None:
    made = (await api.post("/documents", json={"text": "What I know.", "name": "knowledge"})).json()["documents"][0]
    assert made["name"] == "knowledge.md"
    for body in ({}, {"text": "a", "url": "https://example.org"}, {"text": "a", "owner_id": new_id()}):
        assert (await api.post("/documents", json=body)).status_code == 422
    assert (await api.post("/documents", content=b"no json")).status_code == 422
    assert (await api.post("/documents", content=b"x" * 12_000_001)).status_code == 422
    assert body_limit("/api/v1/documents", services().settings) > 50_000_000
    assert (await api.post("/documents", json={"url": "http://127.0.0.1/"})).status_code == 422
    assert (await api.post("/documents", params={"folder_id": new_id()}, files=[("files", ("a.txt", b"a"))])).status_code == 404


async def test_what_is_done_with_a_document(api: httpx.AsyncClient) -> None:
    document = (await add(api, ("a.txt", b"Some words.")))["documents"][0]
    path = f"/documents/{document['id']}"
    assert (await api.post(f"{path}/retry")).status_code == 409
    assert (await api.post(f"{path}/cancel")).json()["state"] == "cancelled"
    assert (await api.post(f"{path}/retry")).json()["state"] == "waiting"
    assert (await read(api, document["id"]))["state"] == "ready"
    folder = (await api.post("/folders", json={"name": "Project"})).json()["id"]
    changed = (await api.patch(path, json={"name": "b.txt", "enabled": False, "folder_id": folder})).json()
    assert (changed["name"], changed["enabled"], changed["folder_id"]) == ("b.txt", False, folder)
    assert (await api.get("/documents", params={"folder_id": "none"})).json()["items"] == []
    await api.patch(path, json={"deleted": True})
    assert (await api.get(path)).status_code == 404
    assert (await api.patch(path, json={"deleted": False})).status_code == 200
    assert (await api.delete(path)).status_code == 204
    assert (await api.delete(path)).status_code == 404


async def test_what_is_wrong_is_said_in_the_words_of_the_reader(api: httpx.AsyncClient) -> None:
    german = {"Accept-Language": "de"}
    files = [("files", ("leer.txt", b"")), ("files", ("kaputt.pdf", b"%PDF-1.4 nothing more"))]
    added = (await api.post("/documents", files=files, headers=german)).json()
    assert added["refused"][0]["text"] == "Diese Datei ist leer."
    document = await read(api, added["documents"][0]["id"])
    assert document["state"] == "failed"
    assert document["problem_text"].endswith(".")
    assert document["problem"] not in document["problem_text"]
    listed = (await api.get("/documents", headers=german)).json()["items"][0]
    assert listed["problem_text"] not in {"", document["problem_text"]}


async def test_many_documents_at_once(api: httpx.AsyncClient) -> None:
    added = await add(api, *((f"{name}.txt", name.encode()) for name in "abc"))
    ids = [document["id"] for document in added["documents"]]
    folder = (await api.post("/folders", json={"name": "Project"})).json()["id"]

    async def act(verb: str, ids: list[str] = ids, **more: str) -> int:
        answer = await api.post("/documents/bulk", json={"verb": verb, "ids": ids, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()["count"]

    assert await act("cancel") == 3
    assert await act("retry") == 3
    assert await act("retry") == 0, "they are being read"
    await services().knowledge.worker.work()
    assert await act("disable", [ids[0], new_id()]) == 1
    assert [each["enabled"] for each in (await api.get("/documents")).json()["items"]].count(False) == 1
    assert await act("enable") == 3
    assert await act("move", folder_id=folder) == 3
    assert len((await api.get("/documents", params={"folder_id": folder})).json()["items"]) == 3
    assert await act("delete") == 3
    assert (await api.get("/documents")).json()["items"] == []
    assert await act("restore", ids[:1]) == 1
    assert await act("purge") == 3
    assert (await api.get("/documents", params={"in_trash": True})).json()["items"] == []
    assert (await api.post("/documents/bulk", json={"verb": "burn", "ids": ids})).status_code == 422
    assert (await api.post("/documents/bulk", json={"verb": "move", "ids": [], "folder_id": new_id()})).status_code == 404
