"""Export, deletion and temporary chats over REST, tried by somebody else."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest

from chat_app import models
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.security.people import person
from tests.waiting import eventually

BASE = "http://parley.test/api/v1"


@pytest.fixture
async def house(shared, browser):
    await person(shared, "root", "admin")
    people = []
    for name in ("grace", "mallory"):
        actor, headers = await person(shared, name)
        people.append((actor, browser(shared, base_url=BASE, Cookie=headers["Cookie"])))
    yield shared, *people
    await shared.data_exports.close()
    await shared.temporary.close()


async def test_an_export_is_its_owners_alone(house):
    parts, (_, own), (_, other) = house
    asked = (await own.post("/me/exports")).json()
    await parts.data_exports.work()

    async def is_ready() -> bool:
        return (await own.get(f"/me/exports/{asked['id']}")).json()["status"] == "ready"

    await eventually(is_ready)
    path = f"/me/exports/{asked['id']}"
    unknown = await other.get(f"/me/exports/{new_id()}")
    for strange in (path, f"{path}/file"):
        answer = await other.get(strange)
        assert (answer.status_code, answer.json()["title"]) == (404, unknown.json()["title"])
    file = await own.get(f"{path}/file")
    assert file.headers["cache-control"] == "no-store"
    with ZipFile(io.BytesIO(file.content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"grace@parley.test" in everything
    assert b"mallory" not in everything


async def test_changes_that_cannot_be_taken_back_ask_for_a_recent_proof(house):
    parts, (grace, own), _ = house
    statement = models.LoginSession.__table__.update().where(models.LoginSession.__table__.c.user_id == grace.user_id)
    await parts.db.write(lambda session: session.connection().execute(statement.values(proved_at=utc_now() - timedelta(hours=1))))
    parts.accounts.forget_cached()
    for path in ("/me/exports", "/me/deletion"):
        assert (await own.post(path)).status_code == 403
    assert (await own.get("/me")).status_code == 200


async def test_a_closed_account_is_out_at_once_and_its_links_are_dead(house, browser):
    parts, (grace, own), _ = house
    chat = await parts.conversations.create(grace)
    share = "a" * 32

    def share_it(session) -> None:
        import hashlib

        digest, message_id = hashlib.sha256(share.encode()).hexdigest(), new_id()
        session.add(models.Message(id=message_id, conversation_id=chat.id, role="user", text="Hello", created_at=utc_now()))
        session.flush()
        row = session.get(models.Conversation, chat.id)
        row.active_leaf_id = message_id
        session.add(models.ShareLink(id=new_id(), owner_id=grace.user_id, conversation_id=chat.id, token_hash=digest, created_at=utc_now()))

    await parts.db.write(share_it)
    visitor = browser(parts, base_url="http://parley.test")
    assert (await visitor.get(f"/s/{share}")).status_code == 200
    temporary = await parts.temporary.create(grace)
    assert (await own.post("/me/deletion")).status_code == 202
    assert (await own.get("/me")).status_code == 401
    assert (await visitor.get(f"/s/{share}")).status_code == 404
    assert temporary.id not in parts.temporary._store._chats


async def test_a_temporary_chat_is_its_owners_alone(house):
    _parts, (_, own), (_, other) = house
    chat = (await own.post("/temporary-chats", json={})).json()
    path = f"/temporary-chats/{chat['id']}"
    unknown = await other.get(f"/temporary-chats/{new_id()}")
    for method, strange, body in (
        ("GET", path, None),
        ("DELETE", path, None),
        ("POST", f"{path}/stop", None),
        ("GET", f"{path}/events", None),
        ("POST", f"{path}/messages", {"text": "Hello"}),
    ):
        answer = await other.request(method, strange, json=body)
        assert (answer.status_code, answer.json()) == (404, unknown.json()), strange
    answered = await own.post(f"{path}/messages", json={"text": "What is 2 + 3?"})
    assert (answered.status_code, "5" in answered.json()["text"]) == (200, True)
    streamed = await own.post(f"{path}/messages", json={"text": "What is 2 + 4?", "stream": True})
    assert "event: turn.completed" in streamed.text
    assert (await own.get("/conversations")).json()["items"] == []
    assert (await own.delete(path)).status_code == 204
    assert (await own.get(path)).status_code == 404
