"""X4, X2, F26 and R4: names, foreign files, bodies without end, doors that stay closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat_app.models import User
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.corpus import CORPUS

EVIL = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
TRAVERSAL = CORPUS / "5_hostile" / "archives" / "swisskyrepo__directory_traversal.txt"
NAMES = [
    "../../x",
    "..\\..\\x",
    "/etc/x",
    "C:\\x",
    "%2e%2e%2f",
    "a\0b",
    "a" * 300,
    "CON",
    ".. ",
    "x.",
    "\u202egpj.exe",
    "$(id).zip",
    "a\r\nB: c",
]


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.name.startswith("parley.db")}


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_never_a_path(local, browser, tmp_path, name):
    client = browser(local)
    answer = await client.post("/api/v1/files", params={"name": name}, content=b"harmless")
    assert answer.status_code == 201
    assert not set(answer.json()["name"]) & set("/\\\0\r\n\u202e")
    kept = [path for path in tree(tmp_path) if (tmp_path / path).is_file() and path != "secret_key"]
    assert len(kept) == 1
    assert kept[0].startswith("blobs/")


@pytest.mark.skipif(not TRAVERSAL.is_file(), reason="no hostile files; set PARLEY_TEST_CORPUS")
async def test_known_traversals(local, browser, tmp_path):
    client = browser(local)
    for name in [line for line in TRAVERSAL.read_text(errors="replace").splitlines() if line.strip()][:8]:
        answer = await client.post("/api/v1/files", params={"name": name}, content=b"harmless")
        assert answer.status_code == 201
    assert {path.split("/")[0] for path in tree(tmp_path)} <= {"blobs", "uploads", "secret_key"}


async def test_another_persons_files_look_like_none(local, browser):
    eve = Actor(new_id(), "Eve")
    local.db.write_now(lambda session: session.add(User(id=eve.user_id, name="Eve", created_at=utc_now())))

    async def pieces() -> AsyncIterator[bytes]:
        yield b"secret words"

    file = await local.files.add(eve, pieces(), "secret.txt")
    upload = await local.uploads.begin(eve, "secret.bin", 100)
    share_id = await local.share_inbox.put(eve, "secret", [])
    client = browser(local)
    unknown = new_id()
    for method, path in (
        ("GET", "/files/{}"), ("GET", "/files/{}/details"), ("GET", "/files/{}/text"), ("GET", "/files/{}/thumbnail"), ("DELETE", "/files/{}"),
        ("GET", "/uploads/{}"), ("PATCH", "/uploads/{}"), ("PUT", "/uploads/{}"), ("DELETE", "/uploads/{}"), ("POST", "/shared/{}/take"),
    ):  # fmt: skip
        answers = [
            await client.request(method, f"/api/v1{path.format(known)}", headers={"Upload-Offset": "0"})
            for known in (file.id, upload.id, share_id, unknown)
        ]
        assert {answer.status_code for answer in answers} == {404}, path
        assert len({answer.content for answer in answers}) == 1
    chat = (await client.post("/api/v1/conversations")).json()["id"]
    answer = await client.post(f"/api/v1/conversations/{chat}/messages", json={"text": "x", "attachment_ids": [file.id]})
    assert answer.status_code == 404
    assert (await local.files.get(eve, file.id)) == file


@pytest.mark.parametrize("path", ["/api/v1/files", "/api/v1/uploads", "/share-target"])
async def test_other_websites_send_nothing(local, browser, path):
    assert (await browser(local).post(path, content=b"x", headers=EVIL)).status_code == 403


async def test_other_websites_show_nothing(local, browser):
    client = browser(local)
    file = (await client.post("/api/v1/files", params={"name": "a.txt"}, content=b"words")).json()
    assert (await client.get(f"/api/v1/files/{file['id']}", headers=EVIL)).status_code == 403


async def test_strangers_are_asked_who_they_are(networked, browser):
    client = browser(networked, peer="203.0.113.9")
    for method, path in (
        ("POST", "/api/v1/files"),
        ("GET", f"/api/v1/files/{new_id()}"),
        ("POST", "/api/v1/uploads"),
        ("POST", "/share-target"),
    ):
        assert (await client.request(method, path, content=b"{}")).status_code == 401


async def test_a_body_without_end_is_cut(build, browser, tmp_path):
    local, sent = build(max_upload_mb=1), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100_000_000:
            sent += 100_000
            yield b"x" * 100_000

    answer = await browser(local).post("/api/v1/files", params={"name": "a.txt"}, content=endless())
    assert answer.status_code == 413
    assert not list((tmp_path / "uploads").glob("*"))
    assert (await browser(local).post("/api/v1/files", content=b"x", headers={"Content-Length": "3000000"})).status_code == 413


@pytest.mark.parametrize("path", ["/api/v1/conversations", "/api/v1/filesystem", "/api/v1/uploads"])
async def test_only_files_may_be_that_large(local, browser, path):
    assert (await browser(local).post(path, content=b"x" * 2_100_000)).status_code == 413


@pytest.mark.parametrize("path", ["/_upload", "/_upload/x", "/_UPLOAD", "//_upload"])
async def test_reflexs_own_door_stays_closed(local, browser, path):
    for method in ("GET", "POST"):
        assert (await browser(local).request(method, path)).status_code == 404


async def test_a_file_that_was_sent_is_gone_with_its_trashed_chat(local, browser):
    client = browser(local)
    chat = (await client.post("/api/v1/conversations")).json()["id"]
    file = (await client.post("/api/v1/files", params={"name": "a.txt", "conversation_id": chat}, content=b"words")).json()
    assert (
        await client.post(f"/api/v1/conversations/{chat}/messages", json={"text": "x", "attachment_ids": [file["id"]]})
    ).status_code == 200
    await client.delete(f"/api/v1/conversations/{chat}")
    for path in ("", "/text", "/details"):
        assert (await client.get(f"/api/v1/files/{file['id']}{path}")).status_code == 404


def test_no_state_is_pickled_to_a_place_that_others_can_write():
    """R14: they live in memory only."""
    from rxconfig import config

    assert str(config.state_manager_mode).rpartition(".")[2].lower() == "memory"
