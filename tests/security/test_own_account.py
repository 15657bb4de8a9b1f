"""The own account over REST: nobody reaches another's, and what protects it asks who is there (X8, X17)."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlmodel import Session

from chat_app import models
from chat_app.services.accounts.passwords import hash_password
from chat_app.services.accounts.sessions import hash_token
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.canaries import PASSWORD
from tests.security.people import person

NEW = "a meadow full of patient herons"
PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}


async def signed_in(parts, browser, name: str):
    """A person with a password, and a client in which they are signed in."""
    actor, headers = await person(parts, name)
    hashed = await hash_password(PASSWORD)

    def give(session: Session) -> None:
        session.get_one(models.User, actor.user_id).password_hash = hashed

    await parts.db.write(give)
    return actor, browser(parts, **PAGE | {"Cookie": headers["Cookie"]})


async def another_browser(parts, browser, user_id: str):
    """The same person, signed in elsewhere."""
    token, now = secrets.token_urlsafe(32), utc_now()
    row = models.LoginSession(id=new_id(), user_id=user_id, token_hash=hash_token(token), created_at=now, last_seen_at=now)
    await parts.db.write(lambda session: session.add(row))
    return row.id, browser(parts, **PAGE | {"Cookie": f"parley_session={token}"})


async def lay_idle(parts, session_id: str) -> None:
    """Let the last proof be half an hour old."""

    def age(session: Session) -> None:
        session.get_one(models.LoginSession, session_id).proved_at = utc_now() - timedelta(minutes=30)

    await parts.db.write(age)
    parts.accounts.forget_cached()


class TestSessions:
    async def test_one_sees_and_ends_ones_own(self, shared, browser):
        actor, client = await signed_in(shared, browser, "ben")
        other_id, other = await another_browser(shared, browser, actor.user_id)
        listed = (await client.get("/api/v1/me/sessions")).json()
        assert {row["id"]: row["is_current"] for row in listed} == {actor.session_id: True, other_id: False}
        assert (await other.get("/api/v1/me/profile")).status_code == 200
        assert (await client.delete(f"/api/v1/me/sessions/{other_id}")).status_code == 204
        assert (await other.get("/api/v1/me/profile")).status_code == 401
        assert [row["id"] for row in (await client.get("/api/v1/me/sessions")).json()] == [actor.session_id]

    async def test_a_session_of_somebody_else_is_not_there(self, shared, browser):
        _, client = await signed_in(shared, browser, "eve")
        victim, victims = await signed_in(shared, browser, "ben")
        wrong, missing = [await client.delete(f"/api/v1/me/sessions/{one}") for one in (victim.session_id, new_id())]
        assert (wrong.status_code, wrong.json()) == (404, missing.json())
        assert (await victims.get("/api/v1/me/profile")).status_code == 200

    async def test_all_others_end_and_this_one_stays(self, shared, browser):
        actor, client = await signed_in(shared, browser, "ben")
        others = [(await another_browser(shared, browser, actor.user_id))[1] for _ in range(3)]
        _, stranger = await signed_in(shared, browser, "eve")
        assert (await client.delete("/api/v1/me/sessions")).json() == {"ended": 3}
        assert [(await one.get("/api/v1/me/profile")).status_code for one in others] == [401] * 3
        assert [(await one.get("/api/v1/me/profile")).status_code for one in (client, stranger)] == [200, 200]


class TestPassword:
    async def test_a_wrong_one_changes_nothing(self, shared, browser):
        _, client = await signed_in(shared, browser, "ben")
        answer = await client.put("/api/v1/me/password", json={"current": "not this one at all", "password": NEW})
        assert answer.status_code == 403
        assert (await client.post("/api/v1/me/proof/password", json={"password": PASSWORD})).status_code == 204

    async def test_a_new_one_signs_all_others_out(self, shared, browser):
        actor, client = await signed_in(shared, browser, "ben")
        _, other = await another_browser(shared, browser, actor.user_id)
        assert (await client.put("/api/v1/me/password", json={"current": PASSWORD, "password": NEW})).status_code == 204
        assert (await client.get("/api/v1/me/profile")).json()["has_password"]
        assert (await other.get("/api/v1/me/profile")).status_code == 401
        assert (await client.post("/api/v1/me/proof/password", json={"password": PASSWORD})).status_code == 403
        assert (await client.post("/api/v1/me/proof/password", json={"password": NEW})).status_code == 204

    @pytest.mark.parametrize("weak", ["short", "passwordpassword", "a" * 40])
    async def test_a_weak_one_is_refused_in_words(self, shared, browser, weak):
        _, client = await signed_in(shared, browser, "ben")
        answer = await client.put("/api/v1/me/password", json={"current": PASSWORD, "password": weak})
        assert answer.status_code == 422
        assert answer.json()["detail"].endswith(".")


class TestProof:
    async def test_what_matters_asks_for_it_and_works_after_it(self, shared, browser):
        actor, client = await signed_in(shared, browser, "ben")
        await lay_idle(shared, actor.session_id)
        refused = await client.post("/api/v1/me/second-factor/totp", json={})
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:parley:auth:error:prove_again")
        assert (await client.post("/api/v1/me/proof/password", json={"password": "not this one at all"})).status_code == 403
        assert (await client.post("/api/v1/me/second-factor/totp", json={})).status_code == 403
        assert (await client.post("/api/v1/me/proof/password", json={"password": PASSWORD})).status_code == 204
        assert (await client.post("/api/v1/me/second-factor/totp", json={})).status_code == 200

    async def test_the_ways_are_those_that_are_set_up(self, shared, browser):
        _, client = await signed_in(shared, browser, "ben")
        assert (await client.get("/api/v1/me/proof")).json() == {"password": True, "totp": False, "passkey": False}

    async def test_nobody_has_no_account(self, shared, browser):
        client = browser(shared, **PAGE)
        paths = ("profile", "sessions", "proof", "second-factor", "passkeys")
        assert [(await client.get(f"/api/v1/me/{path}")).status_code for path in paths] == [401] * 5


async def test_a_name_is_ones_own(shared, browser):
    _, client = await signed_in(shared, browser, "ben")
    _, other = await signed_in(shared, browser, "eve")
    assert (await client.patch("/api/v1/me/profile", json={"name": "  Ben Okafor "})).status_code == 204
    assert (await client.get("/api/v1/me/profile")).json()["name"] == "Ben Okafor"
    assert (await other.get("/api/v1/me/profile")).json()["name"] == "eve"
    assert (await client.patch("/api/v1/me/profile", json={"name": "x", "role": "admin"})).status_code == 422
