"""Passkeys over HTTP: signing in without a password, as second factor, and as the first factor of an administrator."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from sqlmodel import select

from chat_app import models
from chat_app.wiring import Services
from tests.fakes.authenticator import Authenticator
from tests.security.test_second_factor import INSIDE, PAGE, account, browser, client, sign_in

__all__ = ["browser", "client"]  # fixtures

ORIGIN = "http://parley.test"


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


async def add(client: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    options = (await client.post("/api/v1/me/passkeys/options")).text
    return await client.post("/api/v1/me/passkeys", json={"credential": device.create(options), "name": "Key"})


async def show(client: httpx.AsyncClient, device: Authenticator, target: str = "/c/abc") -> httpx.Response:
    answer = device.get((await client.post("/auth/passkey/options")).text)
    return await client.post("/auth/passkey", data={"credential": json.dumps(answer), "next": target})


async def rows(parts: Services, kind: type) -> list:
    return await parts.db.read(lambda session: list(session.exec(select(kind)).all()))


async def test_signs_in_without_a_password(shared, client, device):
    await account(shared)
    await sign_in(client)
    assert (await add(client, device)).status_code == 201
    client.cookies.clear()
    answer = await show(client, device)
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/abc")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert (await client.get("/api/v1/me")).json()["name"] == "Ada"


async def test_leads_nowhere_else(shared, client, device):
    await account(shared)
    await sign_in(client)
    await add(client, device)
    client.cookies.clear()
    assert (await show(client, device, "//evil.test")).headers["location"] == "/"


async def test_is_asked_for_after_the_password(shared, client, device):
    await account(shared)
    await sign_in(client)
    codes = (await add(client, device)).json()["recovery_codes"]
    client.cookies.clear()
    assert (await sign_in(client)).headers["location"].startswith("/auth/second-factor")
    assert [(await client.get(path)).status_code for path in INSIDE] == [401] * len(INSIDE)
    assert 'data-passkey="get"' in (await client.get("/auth/second-factor")).text
    assert (await show(client, device)).status_code == 303
    assert (await client.get("/api/v1/me")).status_code == 200
    client.cookies.clear()
    await sign_in(client)
    assert (await client.post("/auth/second-factor", data={"code": codes[0], "next": "/"})).status_code == 303


async def test_is_a_first_factor_of_administrators(shared, client, device, monkeypatch):
    monkeypatch.setattr("chat_app.services.identity.passkeys.Passkeys.possible", True)
    await account(shared, role="admin")
    await sign_in(client)
    assert 'data-passkey="create"' in (await client.get("/auth/second-factor")).text
    made = device.create((await client.post("/auth/passkey/new/options")).text)
    answer = await client.post("/auth/passkey/new", data={"credential": json.dumps(made), "next": "/c/abc"})
    assert len(re.findall(r"<li><code>", answer.text)) == 10
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_nobody_sets_one_up_without_a_sign_in(client, device):
    assert (await client.post("/auth/passkey/new/options")).status_code == 401
    assert (await client.post("/api/v1/me/passkeys/options")).status_code == 401
    answer = await client.post("/auth/passkey/new", data={"credential": "{}"})
    assert answer.headers["location"].startswith("/auth/login")


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", "{" * 60_000, '{"id": 1}', '{"response": {"clientDataJSON": "e30"}}'])
async def test_anything_else_signs_nobody_in(shared, client, credential):
    answer = await client.post("/auth/passkey", data={"credential": credential, "next": "/"})
    assert answer.status_code in {401, 422}
    assert "parley_session" not in answer.headers.get("set-cookie", "")
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("origin", ["https://evil.test", "http://parley.test.evil.test", "http://parley.test:81"])
async def test_a_page_elsewhere_signs_nobody_in(shared, client, device, origin):
    await account(shared)
    await sign_in(client)
    await add(client, device)
    client.cookies.clear()
    device.origin = origin
    assert (await show(client, device)).status_code == 401


async def test_another_website_begins_nothing(shared, browser):
    evil = browser(shared, Origin="https://evil.test")
    for path in ("/auth/passkey/options", "/auth/passkey", "/auth/passkey/new/options"):
        assert (await evil.post(path)).status_code == 403
    assert await rows(shared, models.OneTimeToken) == []


async def test_one_of_somebody_else_is_not_there(shared, client, browser, device):
    await account(shared)
    await sign_in(client)
    await add(client, device)
    known = (await client.get("/api/v1/me/passkeys")).json()[0]["id"]
    await account(shared, "bob@example.org")
    other = browser(shared, **PAGE)
    await other.post("/auth/login", data={"email": "bob@example.org", "password": "correct horse battery staple"})
    assert (await other.get("/api/v1/me/passkeys")).json() == []
    assert (await other.patch(f"/api/v1/me/passkeys/{known}", json={"name": "Mine"})).status_code == 404
    assert (await other.delete(f"/api/v1/me/passkeys/{known}")).status_code == 404
    assert (await client.patch(f"/api/v1/me/passkeys/{known}", json={"name": "Laptop", "user_id": "x"})).status_code == 422
    assert (await client.delete(f"/api/v1/me/passkeys/{known}")).status_code == 204


async def test_the_list_tells_no_key(shared, client, device):
    await account(shared)
    await sign_in(client)
    await add(client, device)
    assert set((await client.get("/api/v1/me/passkeys")).json()[0]) == {"id", "name", "created_at", "last_used_at"}
