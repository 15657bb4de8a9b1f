"""Setting the first password, signing in and out, and what ends a session (X8, X17, X24, X27, X28)."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.api.auth_forms import safe_next
from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotAllowedError, NotAuthenticatedError
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.services.accounts import AccountService
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.accounts.throttle import LoginThrottle
from tests.security.conftest import PASSWORD, password_set, visit

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def accounts(networked, clock) -> AccountService:
    service = AccountService(networked.db, networked.settings, clock)
    await password_set(networked)
    return service


def token_of(link: str) -> str:
    return link.partition("token=")[2]


class TestSetup:
    async def test_sets_the_password_once_and_signs_in(self, networked, browser):
        assert await networked.accounts.needs_setup()
        client = browser(networked, **PAGE)
        link = networked.accounts.make_setup_link()
        assert link.startswith("http://parley.test/auth/setup?token=")
        assert 'autocomplete="new-password"' in (await client.get(link)).text
        answer = await client.post("/auth/setup", data={"token": token_of(link), "password": PASSWORD})
        assert answer.status_code == 303
        assert (await client.get("/api/v1/me")).status_code == 200
        assert not await networked.accounts.needs_setup()
        again = await browser(networked, **PAGE).post("/auth/setup", data={"token": token_of(link), "password": "another long password"})
        assert again.status_code == 403

    @pytest.mark.parametrize("token", ["", "null", "undefined", "[]", "x" * 43])
    async def test_refuses_other_tokens(self, networked, browser, token):
        networked.accounts.make_setup_link()
        answer = await browser(networked, **PAGE).post("/auth/setup", data={"token": token, "password": PASSWORD})
        assert answer.status_code == 403
        assert await networked.accounts.needs_setup()

    async def test_a_token_of_another_case_is_another_token(self, networked):
        token = token_of(networked.accounts.make_setup_link())
        with pytest.raises(NotAllowedError):
            await networked.accounts.set_up(token.swapcase(), PASSWORD)

    async def test_the_link_ends_after_an_hour(self, networked, clock):
        accounts = AccountService(networked.db, networked.settings, clock)
        token = token_of(accounts.make_setup_link())
        clock.now += timedelta(minutes=61)
        with pytest.raises(NotAllowedError):
            await accounts.set_up(token, PASSWORD)

    async def test_a_newer_link_ends_the_older(self, networked):
        first = token_of(networked.accounts.make_setup_link())
        networked.accounts.make_setup_link()
        assert not networked.accounts.accepts_setup_token(first)

    async def test_never_replaces_a_password(self, networked):
        await password_set(networked)
        with pytest.raises(ConflictError):
            await networked.accounts.set_up(token_of(networked.accounts.make_setup_link()), "another long password")

    @pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 129, "aaaaaaaaaaaaaaaa", "abababababab"])
    async def test_refuses_weak_passwords_and_keeps_the_link(self, networked, password):
        token = token_of(networked.accounts.make_setup_link())
        with pytest.raises(InvalidInputError):
            await networked.accounts.set_up(token, password)
        assert networked.accounts.accepts_setup_token(token)

    async def test_keeps_every_character(self, networked):
        long = "".join(chr(97 + (7 * i + i * i) % 26) for i in range(100))
        await networked.accounts.set_up(token_of(networked.accounts.make_setup_link()), long)
        with pytest.raises(NotAuthenticatedError):
            await networked.accounts.sign_in("", long[:79] + "!" + long[80:], visit("8.8.8.8"))
        assert await networked.accounts.sign_in("", long, visit("8.8.8.8"))

    async def test_is_not_asked_for_on_this_machine_only(self, local):
        assert not await local.accounts.needs_setup()


class TestSignIn:
    async def test_gives_a_cookie_no_script_can_read(self, networked, browser):
        await password_set(networked)
        answer = await browser(networked, **PAGE).post("/auth/login", data={"password": PASSWORD, "next": "/c/abc"})
        assert answer.headers["location"] == "/c/abc"
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("parley_session=")
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}

    async def test_over_https_only_this_host_gets_it(self, build, browser):
        parts = build(host="0.0.0.0", public_url="https://parley.test")
        await password_set(parts)
        client = browser(parts, Origin="https://parley.test")
        cookie = (await client.post("/auth/login", data={"password": PASSWORD})).headers["set-cookie"]
        assert cookie.startswith("__Host-parley=")
        assert "Secure" in cookie
        assert "Domain" not in cookie
        assert (await client.get("/api/v1/me")).status_code == 200

    async def test_the_database_holds_no_secret(self, networked):
        await password_set(networked)
        token = (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
        session = await networked.db.read(lambda db: db.exec(select(models.LoginSession)).one())
        user = await networked.db.read(lambda db: db.exec(select(models.User)).one())
        assert session.token_hash == hashlib.sha256(token.encode()).hexdigest()
        assert user.password_hash.startswith("$argon2id$")

    async def test_every_sign_in_makes_a_new_secret(self, networked):
        await password_set(networked)
        assert len({(await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token for _ in range(3)}) == 3

    @pytest.mark.parametrize("token", ["", "x", "x" * 5_000, "' OR 1=1 --", "None"])
    async def test_other_secrets_are_nobodys(self, networked, token):
        assert await networked.accounts.actor_of_session(token) is None

    async def test_a_wrong_password_says_so_in_words(self, networked, browser):
        await password_set(networked)
        answer = await browser(networked, **PAGE).post("/auth/login", data={"password": "wrong"})
        assert answer.status_code == 401
        assert 'role="alert"' in answer.text
        assert "set-cookie" not in answer.headers

    async def test_is_refused_without_a_password_set(self, networked):
        with pytest.raises(NotAuthenticatedError):
            await networked.accounts.sign_in("", "", visit("8.8.8.8"))

    async def test_a_form_of_another_website_is_refused(self, networked, browser):
        await password_set(networked)
        answer = await browser(networked, Origin="https://evil.test").post("/auth/login", data={"password": PASSWORD})
        assert answer.status_code == 403

    async def test_markup_in_the_form_stays_text(self, networked, browser):
        answer = await browser(networked).get("/auth/setup", params={"token": '"><script>alert(1)</script>'})
        assert "<script" not in answer.text


class TestThrottle:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        """What is counted here are tries; Argon2 would make them slow."""
        monkeypatch.setattr("chat_app.services.accounts.sign_in.verify_password", _compared)

    async def test_an_account_waits_after_ten_wrong_passwords_from_anywhere(self, accounts, clock):
        for number in range(10):
            with pytest.raises(NotAuthenticatedError):
                await accounts.sign_in("", "wrong", visit(f"8.8.{number}.8"))
        with pytest.raises(LimitReachedError):
            await accounts.sign_in("", PASSWORD, visit("9.9.9.9"))
        clock.now += timedelta(minutes=16)
        assert await accounts.sign_in("", PASSWORD, visit("9.9.9.9"))

    async def test_a_known_device_still_gets_in(self, accounts):
        known = (await accounts.sign_in("", PASSWORD, visit("7.7.7.7"))).device_cookie
        for number in range(11):
            with pytest.raises((NotAuthenticatedError, LimitReachedError)):
                await accounts.sign_in("", "wrong", visit(f"8.8.{number}.8"))
        with pytest.raises(LimitReachedError):
            await accounts.sign_in("", PASSWORD, visit("7.7.7.7"))
        assert await accounts.sign_in("", PASSWORD, visit("7.7.7.7", cookie=f"parley_device={known}"))

    async def test_a_stolen_device_guesses_ten_times_only(self, accounts):
        known = (await accounts.sign_in("", PASSWORD, visit("7.7.7.7"))).device_cookie
        for _ in range(10):
            with pytest.raises(NotAuthenticatedError):
                await accounts.sign_in("", "wrong", visit("8.8.8.8", cookie=f"parley_device={known}"))
        with pytest.raises(LimitReachedError):
            await accounts.sign_in("", PASSWORD, visit("8.8.8.8", cookie=f"parley_device={known}"))
        assert await accounts.sign_in("", PASSWORD, visit("9.9.9.9"))

    async def test_a_made_up_device_is_none(self, accounts):
        known = (await accounts.sign_in("", PASSWORD, visit("7.7.7.7"))).device_cookie
        forged = known.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
        for number in range(10):
            with pytest.raises(NotAuthenticatedError):
                await accounts.sign_in("", "wrong", visit(f"8.8.{number}.8"))
        for cookie in (forged, "~", "a~b.c~d", "x" * 9_000):
            with pytest.raises(LimitReachedError):
                await accounts.sign_in("", PASSWORD, visit("9.9.9.9", cookie=f"parley_device={cookie}"))

    async def test_parallel_guesses_count_at_once(self, accounts):
        answers = await asyncio.gather(*(accounts.sign_in("", "wrong", visit(f"8.{n}.8.8")) for n in range(50)), return_exceptions=True)
        assert sum(isinstance(answer, NotAuthenticatedError) for answer in answers) == 10
        assert sum(isinstance(answer, LimitReachedError) for answer in answers) == 40

    async def test_forwarded_addresses_of_clients_do_not_count(self, networked, browser):
        await password_set(networked)
        client = browser(networked, peer="8.8.8.8", **PAGE)
        answers = [
            (await client.post("/auth/login", data={"password": "x"}, headers={"X-Forwarded-For": f"1.2.{n}.4"})).status_code
            for n in range(11)
        ]
        assert answers == [401] * 10 + [429]

    @pytest.mark.parametrize("hops", [0, 1])
    async def test_a_network_waits_after_fifty(self, build, browser, hops):
        """Whoever stands before our own proxy is told apart; whoever only says so is not."""
        parts = build(host="0.0.0.0", public_url="http://parley.test", trusted_proxy_hops=hops)
        await password_set(parts)
        clear = parts.accounts._door._throttle._counters._used
        client = browser(parts, peer="10.0.0.2", **PAGE)
        answers = []
        for n in range(51):
            clear.pop(f"signin:account:{OWNER_ID}", None)
            answers.append(
                (await client.post("/auth/login", data={"password": "x"}, headers={"X-Forwarded-For": f"6.6.6.6, 1.2.{n}.4"})).status_code
            )
        assert answers == [401] * 50 + [401 if hops else 429]

    async def test_one_ipv6_network_is_one(self, networked, clock):
        throttle = LoginThrottle(MemoryCounters(lambda: clock().timestamp()))
        for number in range(50):
            await throttle.begin(f"2001:db8::{number:x}", f"account {number}")
        with pytest.raises(LimitReachedError):
            await throttle.begin("2001:db8::ffff", "another")
        await throttle.begin("2001:db8:0:1::1", "another")


async def _compared(password: str, stored: str) -> bool:
    return bool(stored) and password == PASSWORD


class TestSessionEnd:
    async def test_lies_idle(self, accounts, clock):
        token = (await accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
        clock.now += timedelta(hours=11)
        assert await accounts.actor_of_session(token)
        clock.now += timedelta(hours=11)
        assert await accounts.actor_of_session(token)
        clock.now += timedelta(hours=12, seconds=1)
        assert await accounts.actor_of_session(token) is None

    async def test_grows_old_however_busy(self, accounts, clock):
        token = (await accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
        for _ in range(30 * 4 - 1):
            clock.now += timedelta(hours=6)
            assert await accounts.actor_of_session(token)
        clock.now += timedelta(hours=7)
        assert await accounts.actor_of_session(token) is None

    async def test_signs_out_at_once(self, networked, browser):
        await password_set(networked)
        client = browser(networked, **PAGE)
        await client.post("/auth/login", data={"password": PASSWORD})
        stolen = client.cookies["parley_session"]
        assert (await client.get("/api/v1/me")).status_code == 200
        answer = await client.post("/auth/logout")
        assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
        assert 'parley_session=""' in answer.headers["set-cookie"]
        thief = browser(networked, Cookie=f"parley_session={stolen}")
        assert (await thief.get("/api/v1/me")).status_code == 401

    async def test_another_process_notices_within_five_seconds(self, accounts, networked, clock):
        token = (await accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
        assert await accounts.actor_of_session(token)
        await AccountService(networked.db, networked.settings, clock).sign_out(token)
        clock.now += timedelta(seconds=5)
        assert await accounts.actor_of_session(token) is None

    async def test_a_page_leads_to_the_login_and_back(self, networked, browser):
        answer = await browser(networked).get("/c/abc")
        assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login?next=/c/abc")
        # The pages' own addresses end with a slash once they are loaded.
        answer = await browser(networked).get("/settings/")
        assert answer.headers["location"] == "/auth/login?next=/settings/"


class TestNext:
    @pytest.mark.parametrize(
        "target",
        ["//evil", "/\\evil", "https:evil", "https://evil", "javascript:alert(1)", "/%09/evil", "\\\\evil", "data:,x", "/\t/evil", "/a//evil", "evil", "", None,
         ["/c"], "/auth/login", "/c?x=//evil", "/c#x", "/.evil", "/c/a\n", "/auth", "/auth/", "/c//", "/settings/\n"],
    )  # fmt: skip
    def test_leads_nowhere_else(self, target):
        assert safe_next(target) == "/"

    @pytest.mark.parametrize("target", ["/", "/c/0198-abc", "/settings", "/settings/", "/admin/users/", "/authors"])
    def test_leads_to_our_pages(self, target):
        assert safe_next(target) == target

    async def test_is_checked_after_the_login_too(self, networked, browser):
        await password_set(networked)
        answer = await browser(networked, **PAGE).post("/auth/login", data={"password": PASSWORD, "next": "//evil.test"})
        assert answer.headers["location"] == "/"
