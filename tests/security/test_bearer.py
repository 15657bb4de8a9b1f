"""Programs at the door: one header, one way in, no more than the key may (X8, X17, decision 21)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from chat_app.api import security, websocket_door
from chat_app.api.auth import knock_of
from chat_app.api.csp import ContentPolicy
from chat_app.models import ApiKey
from chat_app.services.access.matrix import scopes
from chat_app.services.api_keys.dto import CreatedApiKey, NewApiKey
from chat_app.services.kernel.clock import utc_now
from tests.security.test_websocket_door import Echo, knock
from tests.waiting import PATIENCE, eventually

EVERYWHERE = "0123abcd-0000-7000-8000-000000000001"


async def make_key(parts, *wanted: str, **fields) -> CreatedApiKey:
    owner = replace(await parts.accounts.owner(), session_id="x", proved_at=utc_now())
    return await parts.api_keys.create(owner, NewApiKey("test", wanted or ("chat",), **fields))


@pytest.fixture
async def key(networked) -> str:
    return (await make_key(networked)).secret


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


async def test_a_key_in_the_one_header_opens_the_api(networked, browser, key):
    answer = await browser(networked, peer="8.8.8.8").get("/api/v1/conversations", headers=bearer(key))

    assert answer.status_code == 200


@pytest.mark.parametrize("where", ["x-api-key", "api-key", "x-auth-token", "cookie", "query", "basic", "lower", "two"])
async def test_a_key_anywhere_else_is_nobody(networked, browser, key, where):
    headers = {
        "cookie": {"cookie": f"parley_session={key}; authorization=Bearer {key}"},
        "basic": {"authorization": f"Basic {key}"},
        "two": {"authorization": f"Basic x, Bearer {key}"},
        "lower": {"proxy-authorization": f"Bearer {key}"},
        "query": {},
    }.get(where, {where: key})
    query = f"?key={key}&api_key={key}&access_token={key}" if where == "query" else ""

    answer = await browser(networked, peer="8.8.8.8").get(f"/api/v1/conversations{query}", headers=headers)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "wrong", ["", "x", "parley_abcdefgh_" + "a" * 43, "null", "undefined", "é" * 20, "a" * 5_000, "' OR 1=1 --", "a.b.c"]
)
async def test_a_wrong_bearer_is_nobody_also_where_everybody_local_is_the_owner(local, browser, wrong):
    client = browser(local)
    assert (await client.get("/api/v1/me")).status_code == 200

    answer = await client.get("/api/v1/me", headers=[(b"authorization", f"Bearer {wrong}".encode())])

    assert answer.status_code == 401


async def test_who_sends_a_wrong_key_reads_about_the_key_and_not_of_a_session(networked, browser):
    client = browser(networked, peer="8.8.8.8")

    program = await client.get("/api/v1/conversations", headers=bearer("parley_wrong"))
    nobody = await client.get("/api/v1/conversations")

    assert "key" in program.json()["detail"]
    assert "signed out" in nobody.json()["detail"]


async def test_a_program_on_this_machine_is_not_the_owner(local, browser):
    key = (await make_key(local, "chat")).secret
    client = browser(local)

    assert (await client.get("/api/v1/conversations", headers=bearer(key))).status_code == 200
    assert (await client.get("/api/v1/me", headers=bearer(key))).status_code == 403
    assert (await client.get("/api/v1/models", headers=bearer(key))).status_code == 403


async def test_a_key_goes_before_a_cookie(networked, browser, key):
    from tests.security.conftest import PASSWORD, password_set, visit

    await password_set(networked)
    token = (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
    cookie = {"cookie": f"parley_session={token}"}
    client = browser(networked, peer="8.8.8.8")

    assert (await client.get("/api/v1/me", headers=cookie)).status_code == 200
    assert (await client.get("/api/v1/me", headers=cookie | bearer(key))).status_code == 403
    assert (await client.get("/api/v1/me", headers=cookie | bearer("wrong"))).status_code == 401


async def test_every_route_asks_for_a_scope_that_the_key_has(networked, browser):
    """A key with one right reaches nothing else: also not what is outside of the versioned routes."""
    secret = (await make_key(networked, "library")).secret
    client = browser(networked, peer="8.8.8.8")
    allowed, refused = set(), set()
    for path, operations in (await client.get("/api/v1/openapi.json")).json()["paths"].items():
        for method in set(operations) & {"get", "post", "put", "patch", "delete"} if path.startswith("/api/v1/") else ():
            answer = await client.request(method, path.replace("{", "").replace("}", ""), headers=bearer(secret))
            # Administration answers like something that does not exist.
            missing = 404 if path.startswith("/api/v1/admin/") else 403
            (refused if answer.status_code == missing else allowed).add(f"{method} {path}")

    others = {each for each in allowed if not each.partition("/api/v1/")[2].startswith(("prompts", "assistants", "library", "auth/"))}
    assert others == set()
    assert {"get /api/v1/prompts", "get /api/v1/assistants"} <= allowed
    assert len(refused) > 80


async def test_keys_cannot_make_keys(networked, browser):
    secret = (await make_key(networked, *sorted(scopes()))).secret

    answer = await browser(networked, peer="8.8.8.8").post(
        "/api/v1/me/api-keys", json={"name": "x", "scopes": ["chat"]}, headers=bearer(secret)
    )

    assert answer.status_code == 403


async def test_a_page_of_another_website_cannot_use_a_key(networked, browser, key):
    client = browser(networked, peer="8.8.8.8")

    for foreign in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        assert (await client.get("/api/v1/conversations", headers=bearer(key) | foreign)).status_code == 403


async def test_only_listed_fields_are_taken(local, browser):
    """X13"""
    body = {"name": "x", "scopes": ["chat"], "owner_id": EVERYWHERE, "secret_hash": "0" * 64}

    assert (await browser(local).post("/api/v1/me/api-keys", json=body)).status_code == 422


async def test_the_rest_of_a_key_life_over_rest(local, browser):
    client = browser(local)
    made = (await client.post("/api/v1/me/api-keys", json={"name": "CI", "scopes": ["chat", "models"], "budget_nano": 5})).json()
    path = f"/api/v1/me/api-keys/{made['key']['id']}"

    assert (await client.patch(path, json={"name": "Build"})).status_code == 204
    listed = (await client.get("/api/v1/me/api-keys")).json()
    assert [(key["name"], key["scopes"], key["budget_nano"], key["spent_nano"]) for key in listed] == [("Build", ["chat", "models"], 5, 0)]
    assert made["secret"] not in str(listed)
    assert (await client.delete(path)).status_code == 204
    assert (await client.get("/api/v1/conversations", headers=bearer(made["secret"]))).status_code == 401


async def test_an_expired_key_is_nobody(networked, browser):
    created, client = await make_key(networked, expires_at=utc_now() + timedelta(days=1)), browser(networked, peer="8.8.8.8")
    assert (await client.get("/api/v1/conversations", headers=bearer(created.secret))).status_code == 200
    networked.db.write_now(lambda session: setattr(session.get_one(ApiKey, created.key.id), "expires_at", utc_now()))
    networked.accounts.forget_cached()

    assert (await client.get("/api/v1/conversations", headers=bearer(created.secret))).status_code == 401


class Waiting(Echo):
    """Stays until it is told to go."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = asyncio.Event()

    async def __call__(self, scope, receive, send) -> None:
        await send({"type": "websocket.accept"})
        await self.closed.wait()


async def test_a_websocket_ends_with_the_key_that_opened_it(networked, monkeypatch):
    monkeypatch.setattr(websocket_door, "RECHECK_SECONDS", 0.02)
    created = await make_key(networked)
    app = Waiting()
    door = websocket_door.WebsocketDoor(app, networked.settings)
    sent: list[dict] = []

    async def receive() -> dict:
        await asyncio.sleep(60)
        return {}

    async def send(message: dict) -> None:
        sent.append(message)
        if message["type"] == "websocket.close":
            app.closed.set()

    raw = [(b"host", b"parley.test"), (b"authorization", f"Bearer {created.secret}".encode())]
    scope = {"type": "websocket", "path": "/ws/v1/x", "scheme": "http", "client": ("8.8.8.8", 1), "headers": raw}
    opened = asyncio.create_task(door(scope, receive, send, knock_of(scope)))
    await eventually(lambda: sent)
    assert [message["type"] for message in sent] == ["websocket.accept"]

    await networked.api_keys.revoke(await networked.accounts.owner(), created.key.id)
    await asyncio.wait_for(opened, PATIENCE)

    assert sent[-1] == {"type": "websocket.close", "code": 1008}


async def test_the_pages_websocket_is_for_people(networked, key):
    """Reflex would not see the key, and take the program for somebody else."""
    door = websocket_door.WebsocketDoor(Echo(), networked.settings)
    scope_of_pages = await _open(networked, door, "/_event/", key)

    assert scope_of_pages == [{"type": "websocket.close", "code": 1008}]
    assert (await knock(networked, "hello", authorization=f"Bearer {key}"))[0] == [{"type": "websocket.accept"}]


async def _open(parts, door, path: str, key: str) -> list[dict]:
    raw = [(b"host", b"parley.test"), (b"authorization", f"Bearer {key}".encode())]
    scope = {"type": "websocket", "path": path, "scheme": "http", "client": ("8.8.8.8", 1), "headers": raw}
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "websocket.connect"}

    async def send(message: dict) -> None:
        sent.append(message)

    await door(scope, receive, send, knock_of(scope))
    return sent


@pytest.mark.parametrize("pause", [0.02, 60.0], ids=["busy", "idle"])
async def test_a_stream_ends_with_the_key_that_opened_it(networked, monkeypatch, pause):
    monkeypatch.setattr(security, "RECHECK_SECONDS", 0.02)
    created = await make_key(networked)
    owner = await networked.accounts.owner()
    ended, sent = asyncio.Event(), list[dict]()

    async def endless(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        while not ended.is_set():
            await send({"type": "http.response.body", "body": b": ping\n\n", "more_body": True})
            await asyncio.wait([asyncio.ensure_future(ended.wait())], timeout=pause)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)
        if message.get("more_body") is False:
            ended.set()

    raw = [(b"host", b"parley.test"), (b"authorization", f"Bearer {created.secret}".encode())]
    path = {"path": "/api/v1/turns/x/events", "query_string": b""}
    scope = {"type": "http", "method": "GET", "scheme": "http", "client": ("8.8.8.8", 1), "headers": raw, **path}
    wrapped = security.SecurityWrapper(endless, networked.settings, ContentPolicy(()))
    reading = asyncio.create_task(wrapped(scope, receive, send))
    await eventually(lambda: len(sent) >= 2)
    await asyncio.sleep(0.1)
    assert not ended.is_set()

    await networked.api_keys.revoke(owner, created.key.id)
    await asyncio.wait_for(reading, PATIENCE)

    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
