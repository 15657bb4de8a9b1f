"""The step between password and session, over HTTP: what a half session opens, and how it is finished (X8)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import httpx
import pytest
from pyotp.totp import TOTP
from sqlmodel import select

from chat_app import models
from chat_app.api.app import create_api
from chat_app.services.accounts.passwords import hash_password
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.security.conftest import PASSWORD

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}
INSIDE = ("/api/v1/me", "/api/v1/conversations", "/api/v1/me/second-factor", "/api/v1/me/passkeys", "/api/v1/admin/people")


@cache
def application():
    return create_api()


@pytest.fixture
def browser(browser, monkeypatch) -> Callable[..., httpx.AsyncClient]:
    """One application for all clients: making it takes longer than anything here."""
    monkeypatch.setattr("tests.security.conftest.create_api", application)
    return browser


@pytest.fixture
def client(shared, browser) -> httpx.AsyncClient:
    return browser(shared, **PAGE)


async def account(parts: Services, email: str = "ada@example.org", role: str = "user") -> models.User:
    user = models.User(id=new_id(), name="Ada", email=email, role=role, created_at=utc_now(), password_hash=await hash_password(PASSWORD))
    await parts.db.write(lambda session: session.add(user))
    return user


async def sign_in(client: httpx.AsyncClient, target: str = "/c/abc") -> httpx.Response:
    return await client.post("/auth/login", data={"email": "ada@example.org", "password": PASSWORD, "next": target})


async def set_up(client: httpx.AsyncClient) -> tuple[TOTP, list[str]]:
    """An app for somebody who is signed in."""
    app = TOTP((await client.post("/api/v1/me/second-factor/totp")).json()["secret"])
    confirmed = await client.post("/api/v1/me/second-factor/totp/confirm", json={"code": app.now()})
    return app, confirmed.json()["recovery_codes"]


def next_code(app: TOTP) -> str:
    """The code of the step after this one: the window lets it in, and it is not the one that was used."""
    return app.at(utc_now() + timedelta(seconds=30))


class TestHalfSession:
    async def test_opens_nothing_but_the_page_that_asks(self, shared, client):
        await account(shared)
        await sign_in(client)
        await set_up(client)
        client.cookies.clear()
        answer = await sign_in(client)
        assert answer.headers["location"] == "/auth/second-factor?next=/c/abc"
        assert [(await client.get(path)).status_code for path in INSIDE] == [401] * len(INSIDE)
        assert (await client.get("/c/abc")).headers["location"] == "/auth/second-factor?next=/c/abc"
        assert 'autocomplete="one-time-code"' in (await client.get(answer.headers["location"])).text

    async def test_is_finished_by_a_code_under_a_new_secret(self, shared, client, browser):
        await account(shared)
        await sign_in(client)
        app, _ = await set_up(client)
        client.cookies.clear()
        half = (await sign_in(client)).cookies["parley_session"]
        answer = await client.post("/auth/second-factor", data={"code": next_code(app), "next": "/c/abc"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/c/abc")
        assert answer.cookies["parley_session"] != half
        assert (await client.get("/api/v1/me")).status_code == 200
        thief = browser(shared, **PAGE)
        thief.cookies.set("parley_session", half)
        assert (await thief.get("/api/v1/me")).status_code == 401
        assert (await thief.get("/auth/second-factor")).headers["location"].startswith("/auth/login")

    async def test_or_by_a_recovery_code_once(self, shared, client):
        await account(shared)
        await sign_in(client)
        _, codes = await set_up(client)
        for status in (303, 401):
            client.cookies.clear()
            await sign_in(client)
            assert (await client.post("/auth/second-factor", data={"code": codes[0], "next": "/"})).status_code == status

    async def test_a_wrong_code_says_so_and_keeps_waiting(self, shared, client):
        await account(shared)
        await sign_in(client)
        await set_up(client)
        client.cookies.clear()
        await sign_in(client)
        answer = await client.post("/auth/second-factor", data={"code": "000000", "next": "//evil.test"})
        assert answer.status_code == 401
        assert 'role="alert"' in answer.text
        assert 'name="next" value="/"' in answer.text
        assert (await client.get("/api/v1/me")).status_code == 401

    async def test_guessing_ends(self, shared, client):
        await account(shared)
        await sign_in(client)
        await set_up(client)
        client.cookies.clear()
        await sign_in(client)
        answers = [(await client.post("/auth/second-factor", data={"code": f"{n:06}", "next": "/"})).status_code for n in range(9)]
        assert set(answers[:6]) == {401}
        assert answers[-1] == 429

    async def test_without_one_the_page_leads_to_the_login(self, client):
        assert (await client.get("/auth/second-factor?next=/c/abc")).headers["location"] == "/auth/login?next=/c/abc"
        answer = await client.post("/auth/second-factor", data={"code": "123456"})
        assert answer.headers["location"].startswith("/auth/login")

    async def test_markup_stays_text(self, shared, client):
        await account(shared)
        await sign_in(client)
        await set_up(client)
        client.cookies.clear()
        await sign_in(client)
        answer = await client.post("/auth/second-factor", data={"code": '"><script>alert(1)</script>', "next": '"><script>'})
        assert "<script>" not in answer.text


class TestAdministrators:
    async def test_set_one_up_before_anything_else(self, shared, client):
        await account(shared, role="admin")
        assert (await sign_in(client)).headers["location"].startswith("/auth/second-factor")
        assert [(await client.get(path)).status_code for path in INSIDE] == [401] * len(INSIDE)
        page = (await client.get("/auth/second-factor?next=/c/abc")).text
        secret = re.search(r"secret=([A-Z2-7]{32})", page)
        assert secret
        assert 'src="data:image/svg+xml' in page
        answer = await client.post("/auth/second-factor/set-up", data={"code": TOTP(secret[1]).now(), "next": "/c/abc"})
        assert len(re.findall(r"<li><code>[a-z2-9-]{19}</code></li>", answer.text)) == 10
        assert 'href="/c/abc"' in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert (await client.get("/api/v1/me")).status_code == 200

    async def test_cannot_set_one_up_in_place_of_the_one_they_have(self, shared, client):
        await account(shared)
        await sign_in(client)
        await set_up(client)
        client.cookies.clear()
        await sign_in(client)
        answer = await client.post("/auth/second-factor/set-up", data={"code": "123456", "next": "/"})
        assert answer.status_code == 409
        assert "data:image" not in answer.text
        assert (await client.post("/auth/passkey/new/options")).status_code == 409
        assert (await client.get("/api/v1/me")).status_code == 401


class TestChanges:
    async def test_a_new_factor_signs_the_other_browsers_out(self, shared, client, browser):
        await account(shared)
        other = browser(shared, **PAGE)
        await sign_in(client)
        await sign_in(other)
        await set_up(client)
        assert (await client.get("/api/v1/me")).status_code == 200
        assert (await other.get("/api/v1/me")).status_code == 401

    async def test_ask_for_a_recent_proof_which_a_code_gives(self, shared, client):
        await account(shared)
        await sign_in(client)
        app, _ = await set_up(client)
        await shared.db.write(lambda session: setattr(session.exec(select(models.LoginSession)).one(), "proved_at", None))
        shared.accounts.forget_cached()
        refused = await client.delete("/api/v1/me/second-factor/totp")
        assert (refused.status_code, refused.json()["title"]) == (403, "auth.error.prove_again")
        assert (await client.post("/api/v1/me/second-factor/proof", json={"code": "000000"})).status_code == 403
        assert (await client.delete("/api/v1/me/second-factor/totp")).status_code == 403
        assert (await client.post("/api/v1/me/second-factor/proof", json={"code": next_code(app)})).status_code == 204
        assert (await client.delete("/api/v1/me/second-factor/totp")).status_code == 204

    async def test_are_in_the_audit_log_without_a_secret(self, shared, client):
        await account(shared)
        await sign_in(client)
        app, codes = await set_up(client)
        rows = await shared.db.read(lambda session: [row.model_dump_json() for row in session.exec(select(models.AuditEntry)).all()])
        assert any("totp.enable" in row for row in rows)
        assert not any(text in row for row in rows for text in (app.secret, *codes))

    async def test_where_nobody_signs_in_there_is_nothing_to_protect(self, local, browser):
        client = browser(local, Origin="http://localhost:3000")
        assert (await client.get("/api/v1/me/second-factor")).json()["available"] is False
        assert (await client.post("/api/v1/me/second-factor/totp")).status_code == 409
