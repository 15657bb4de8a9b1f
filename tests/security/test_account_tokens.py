"""Links that work once (X8e), what a new password ends (X8b), changes of the own account, and recent proof."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import InvalidInputError, LimitReachedError, NotAllowedError, NotAuthenticatedError, NotFoundError
from chat_app.services.accounts import AccountService
from chat_app.services.accounts.one_time_links import LinkGoneError
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import SignIn
from tests.fakes.mail_server import mail_server
from tests.security.conftest import PASSWORD, visit
from tests.security.people import person

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}
OTHER = "another fine horse staple"


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
async def house(build, mailbox):
    """A Parley of many that sends mail."""
    parts = build(host="0.0.0.0", public_url="http://parley.test", mode="multi", smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
    yield parts
    await parts.outbox.drain()


@pytest.fixture
async def ada(house) -> str:
    admin, _ = await person(house, "admin", role="admin")
    await house.site.save(admin, SignIn(registration="open", admin_second_factor=False))
    await house.operator.create_admin("ada@example.org", "Ada", PASSWORD)
    return await set_role(house, "ada@example.org", "user")


async def set_role(parts, address: str, role: str) -> str:
    def change(session) -> str:
        row = session.exec(select(models.User).where(models.User.email == address)).one()
        row.role = role
        return row.id

    return await parts.db.write(change)


async def enter(parts, address: str = "ada@example.org", password: str = PASSWORD) -> tuple[str, Actor]:
    token = (await parts.accounts.sign_in(address, password, visit("8.8.8.8"))).token
    return token, await parts.accounts.actor_of_session(token)


async def reset_token(parts, mailbox, address: str = "ada@example.org") -> str:
    before = len(mailbox.to(address))
    await parts.recovery.ask(address, "en", visit("8.8.8.8"))
    await mailbox.wait(before + 1)
    return mailbox.token(address)


class TestReset:
    async def test_through_the_pages(self, house, ada, mailbox, browser):
        token, _ = await enter(house)
        client = browser(house, **PAGE)
        assert (await client.post("/auth/forgot", data={"email": "ADA@example.org"})).status_code == 200
        await house.outbox.drain()
        assert (await client.get(mailbox.link("ada@example.org"))).status_code == 200
        assert await house.accounts.actor_of_session(token)
        form = {"token": mailbox.token("ada@example.org"), "password": OTHER}
        answer = await client.post("/auth/reset", data=form)
        assert answer.headers["location"] == "/auth/login?done=reset"
        assert "parley_device=" in answer.headers["set-cookie"]
        assert "Sign in with it" in (await client.get("/auth/login?done=reset")).text
        assert await house.accounts.actor_of_session(token) is None
        assert (await enter(house, password=OTHER))[1].user_id == ada
        with pytest.raises(NotAuthenticatedError):
            await enter(house)
        await house.outbox.drain()
        assert mailbox.letters[-1]["Subject"] == "Your password was changed"
        gone = await client.post("/auth/reset", data=form)
        assert gone.status_code == 400
        assert 'href="/auth/forgot"' in gone.text

    @pytest.mark.parametrize(
        "token",
        ["", "null", "undefined", "None", "[]", "0", "x" * 43, "x" * 10_000, "\ud800", "ä" * 43, "' OR 1=1 --", None, [], {}, 0, True],
    )
    async def test_what_is_no_token(self, house, ada, mailbox, token):
        await reset_token(house, mailbox)
        with pytest.raises(LinkGoneError):
            await house.recovery.reset(token, OTHER)
        assert (await enter(house))[1].user_id == ada

    async def test_of_another_case(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        for wrong in (token.swapcase(), token.lower(), token.upper(), token[:-1], f"{token} "):
            with pytest.raises(LinkGoneError):
                await house.recovery.reset(wrong, OTHER)

    async def test_used_twice(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        await house.recovery.reset(token, OTHER)
        with pytest.raises(LinkGoneError):
            await house.recovery.reset(token, "yet another horse staple")

    async def test_two_at_once(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        tries = (house.recovery.reset(token, f"{OTHER} {n}") for n in range(5))
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(answer == "ada@example.org" for answer in answers) == 1
        assert sum(isinstance(answer, LinkGoneError) for answer in answers) == 4

    async def test_a_newer_one_ends_the_older(self, house, ada, mailbox):
        older = await reset_token(house, mailbox)
        newer = await reset_token(house, mailbox)
        with pytest.raises(LinkGoneError):
            await house.recovery.reset(older, OTHER)
        assert await house.recovery.reset(newer, OTHER)

    async def test_expired_after_half_an_hour(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        await house.db.write(lambda session: _age(session, timedelta(minutes=30, seconds=1)))
        with pytest.raises(LinkGoneError):
            await house.recovery.reset(token, OTHER)

    async def test_for_another_purpose(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        with pytest.raises(LinkGoneError):
            await house.registration.complete(token, "Eve", OTHER, "en")
        with pytest.raises(LinkGoneError):
            await house.own_account.confirm_email(token)
        with pytest.raises(LinkGoneError):
            await house.invitations.accept(token, "Eve", OTHER, "en")

    async def test_a_weak_password_leaves_the_link(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        for weak in ("short", "password1234", "ada-ada-ada-1", "qwertyuiop12", "parley-ada-2026"):
            with pytest.raises(InvalidInputError):
                await house.recovery.reset(token, weak)
        assert await house.recovery.reset(token, OTHER)

    @pytest.mark.parametrize("state", ["suspended_at", "deleted_at"])
    async def test_not_for_accounts_that_are_closed(self, house, ada, mailbox, state):
        await house.db.write(lambda session: setattr(session.get(models.User, ada), state, datetime.now(UTC)))
        await house.recovery.ask("ada@example.org", "en", visit("8.8.8.8"))
        await house.outbox.drain()
        assert mailbox.to("ada@example.org") == []

    async def test_the_database_holds_only_its_hash(self, house, ada, mailbox):
        token = await reset_token(house, mailbox)
        rows = await house.db.read(lambda session: list(session.exec(select(models.OneTimeToken))))
        assert [row.token_hash for row in rows if row.used_at is None] == [hashlib.sha256(token.encode()).hexdigest()]
        assert all(token not in repr(row) for row in rows)

    async def test_only_administrators_hand_links_out(self, house, ada):
        _, actor = await enter(house)
        with pytest.raises(NotFoundError):
            await house.recovery.hand_out(actor, ada)
        admin, _ = await person(house, "boss", role="admin")
        assert (await house.recovery.hand_out(admin, ada)).link == ""
        with pytest.raises(ProofNeededError):
            stale = Actor(
                admin.user_id,
                role="admin",
                permissions=admin.permissions,
                session_id="x",
                proved_at=datetime.now(UTC) - timedelta(minutes=11),
            )
            await house.recovery.hand_out(stale, ada)


class TestOwnPassword:
    async def test_needs_the_current_one_and_ends_the_others(self, house, ada):
        token, actor = await enter(house)
        other, _ = await enter(house)
        with pytest.raises(NotAllowedError):
            await house.own_account.change_password(actor, "wrong", OTHER)
        assert await house.accounts.actor_of_session(other)
        await house.own_account.change_password(actor, PASSWORD, OTHER)
        assert await house.accounts.actor_of_session(other) is None
        assert await house.accounts.actor_of_session(token)
        assert await enter(house, password=OTHER)

    async def test_wrong_ones_are_counted(self, house, ada):
        _, actor = await enter(house)
        for _ in range(10):
            with pytest.raises(NotAllowedError):
                await house.own_account.change_password(actor, "wrong", OTHER)
        with pytest.raises(LimitReachedError):
            await house.own_account.change_password(actor, PASSWORD, OTHER)

    async def test_programs_never(self, house, ada):
        _, actor = await enter(house)
        program = Actor(ada, permissions=actor.permissions, api_key_id="key")
        for change in (
            house.own_account.change_password(program, PASSWORD, OTHER),
            house.own_account.ask_email(program, "eve@example.org"),
            house.own_account.rename(program, "Eve"),
        ):
            with pytest.raises(NotAllowedError):
                await change


class TestOwnAddress:
    async def test_counts_once_it_is_confirmed(self, house, ada, mailbox, browser):
        _token, actor = await enter(house)
        await house.own_account.ask_email(actor, "Ada@New.example.org")
        await house.outbox.drain()
        assert mailbox.to("ada@example.org")[-1]["Subject"] == "The address of your account is to change"
        assert (await house.own_account.access(actor)).email == "ada@example.org"
        assert (await house.own_account.access(actor)).waiting_email == "ada@new.example.org"
        client = browser(house, **PAGE)
        assert (await client.get(mailbox.link("ada@new.example.org"))).status_code == 200
        assert (await house.own_account.access(actor)).email == "ada@example.org"
        answer = await client.post("/auth/confirm-email", data={"token": mailbox.token("ada@new.example.org")})
        assert answer.headers["location"] == "/auth/login?done=email&next=/settings"
        assert (await enter(house, "ada@new.example.org"))[1].user_id == ada
        assert (await house.own_account.access(actor)).waiting_email == ""
        with pytest.raises(NotAuthenticatedError):
            await enter(house)

    async def test_of_somebody_else_tells_nothing_and_changes_nothing(self, house, ada, mailbox):
        await person(house, "bob")
        _, actor = await enter(house)
        await house.own_account.ask_email(actor, "bob@parley.test")
        await house.outbox.drain()
        with pytest.raises(LinkGoneError):
            await house.own_account.confirm_email(mailbox.token("bob@parley.test"))
        assert (await house.own_account.access(actor)).email == "ada@example.org"

    async def test_ends_links_to_the_old_address(self, house, ada, mailbox):
        _, actor = await enter(house)
        old = await reset_token(house, mailbox)
        await house.own_account.ask_email(actor, "ada@new.example.org")
        await house.outbox.drain()
        await house.own_account.confirm_email(mailbox.token("ada@new.example.org"))
        with pytest.raises(LinkGoneError):
            await house.recovery.reset(old, OTHER)

    async def test_asks_for_a_recent_proof(self, house, ada, browser):
        token, _ = await enter(house)
        await house.db.write(_forget_proof)
        house.accounts.forget_cached()
        client = browser(house, Cookie=f"parley_session={token}", **PAGE)
        answer = await client.post("/api/v1/me/email", json={"email": "ada@new.example.org"})
        assert (answer.status_code, answer.json()["title"]) == (403, "auth.error.prove_again")
        assert (await client.post("/api/v1/me/proof/password", json={"password": "wrong"})).status_code == 403
        assert (await client.post("/api/v1/me/email", json={"email": "ada@new.example.org"})).status_code == 403
        assert (await client.post("/api/v1/me/proof/password", json={"password": PASSWORD})).status_code == 204
        assert (await client.post("/api/v1/me/email", json={"email": "ada@new.example.org"})).status_code == 202


class TestSessions:
    async def test_lists_and_ends_ones_own_only(self, house, ada, browser):
        token, _actor = await enter(house)
        other = (
            await house.accounts.sign_in(
                "ada@example.org", PASSWORD, visit("9.9.9.9", user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
            )
        ).token
        client = browser(house, Cookie=f"parley_session={token}", **PAGE)
        found = (await client.get("/api/v1/me/sessions")).json()
        assert {(each["device"], each["network"], each["is_current"]) for each in found} == {
            ("", "8.8.8.0/24", True),
            ("Firefox · Linux", "9.9.9.0/24", False),
        }
        stranger, headers = await person(house, "eve")
        thief = browser(house, **headers | PAGE)
        for each in found:
            assert (await thief.delete(f"/api/v1/me/sessions/{each['id']}")).status_code == 404
        with pytest.raises(NotFoundError):
            await house.accounts.end_sessions_of(stranger, ada)
        with pytest.raises(NotFoundError):
            await house.accounts.login_sessions_of(stranger, ada)
        theirs = next(each["id"] for each in found if not each["is_current"])
        assert (await client.delete(f"/api/v1/me/sessions/{theirs}")).status_code == 204
        assert await house.accounts.actor_of_session(other) is None
        assert (await client.delete("/api/v1/me/sessions")).json() == {"ended": 0}
        assert await house.accounts.actor_of_session(token)

    async def test_an_administrator_ends_anybodys(self, house, ada):
        token, _ = await enter(house)
        admin, _ = await person(house, "boss", role="admin")
        assert len(await house.accounts.login_sessions_of(admin, ada)) == 1
        assert await house.accounts.end_sessions_of(admin, ada) == 1
        assert await house.accounts.actor_of_session(token) is None

    @pytest.mark.parametrize(("role", "idle", "absolute"), [("user", 12, 30 * 24), ("manager", 12, 30 * 24), ("admin", 1, 12)])
    async def test_run_out(self, house, ada, role, idle, absolute):
        clock = Clock()
        accounts = AccountService(house.db, house.settings, clock)
        await set_role(house, "ada@example.org", role)
        lazy = (await accounts.open_session(ada, visit("8.8.8.8"), method="oidc")).token
        clock.now += timedelta(hours=idle, seconds=1)
        assert await accounts.actor_of_session(lazy) is None
        busy = (await accounts.open_session(ada, visit("8.8.8.8"), method="oidc")).token
        end = clock.now + timedelta(hours=absolute)
        while clock.now + timedelta(minutes=50) < end:
            clock.now += timedelta(minutes=50)
            assert await accounts.actor_of_session(busy)
        clock.now = end
        assert await accounts.actor_of_session(busy) is None

    async def test_a_watcher_does_not_keep_one_alive(self, house, ada):
        clock = Clock()
        accounts = AccountService(house.db, house.settings, clock)
        token = (await accounts.open_session(ada, visit("8.8.8.8"), method="oidc")).token
        knock = visit("8.8.8.8", cookie=f"parley_session={token}")
        for _ in range(23):
            clock.now += timedelta(minutes=30)
            await accounts.authenticate(knock, is_activity=False)
        clock.now += timedelta(minutes=31)
        with pytest.raises(NotAuthenticatedError):
            await accounts.authenticate(knock, is_activity=False)

    @pytest.mark.parametrize("state", ["suspended_at", "deleted_at"])
    async def test_closed_accounts_are_out_within_five_seconds(self, house, ada, state):
        clock = Clock()
        accounts = AccountService(house.db, house.settings, clock)
        token = (await accounts.open_session(ada, visit("8.8.8.8"), method="oidc")).token
        assert await accounts.actor_of_session(token)
        await house.db.write(lambda session: setattr(session.get(models.User, ada), state, datetime.now(UTC)))
        clock.now += timedelta(seconds=5)
        assert await accounts.actor_of_session(token) is None
        with pytest.raises(NotAuthenticatedError):
            await accounts.open_session(ada, visit("8.8.8.8"), method="oidc")

    async def test_a_half_session_opens_nothing(self, house, ada, browser):
        house.accounts.ask_second_factor(_always)
        client = browser(house, **PAGE)
        answer = await client.post("/auth/login", data={"email": "ada@example.org", "password": PASSWORD, "next": "/c/x"})
        assert answer.headers["location"] == "/auth/second-factor?next=/c/x"
        half = client.cookies["parley_session"]
        assert (await client.get("/api/v1/me")).status_code == 401
        assert (await house.accounts.half_session(half)).user_id == ada
        whole = await house.accounts.finish_sign_in(half, visit("8.8.8.8"), method="totp")
        assert whole.token != half
        assert await house.accounts.half_session(half) is None
        assert (await house.accounts.actor_of_session(whole.token)).user_id == ada
        with pytest.raises(NotAuthenticatedError):
            await house.accounts.finish_sign_in(half, visit("8.8.8.8"), method="totp")


async def _always(_user: models.User) -> bool:
    return True


def _age(session, by: timedelta) -> None:
    for row in session.exec(select(models.OneTimeToken)):
        row.expires_at -= by


def _forget_proof(session) -> None:
    for row in session.exec(select(models.LoginSession)):
        row.proved_at = datetime.now(UTC) - timedelta(minutes=11)
