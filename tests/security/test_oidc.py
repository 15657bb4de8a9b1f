"""X11: signing in at a provider, against a real one that runs on this machine and lies in every way there is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey
from sqlmodel import select

from chat_app import models
from chat_app.api.app import create_api
from chat_app.services.identity.dto import ProviderForm
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import SignIn
from chat_app.wiring import Services
from tests.fakes.oidc_server import OidcServer, Person, oidc_server
from tests.security.people import person

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}
UNVERIFIED = [
    {"email_verified": False},
    {},
    {"email_verified": "false"},
    {"email_verified": "true"},
    {"email_verified": 1},
    {"email_verified": None},
]


@pytest.fixture
def provider() -> Iterator[OidcServer]:
    with oidc_server() as server:
        yield server


@pytest.fixture
def parts(build: Callable[..., Services], provider: OidcServer) -> Services:
    """Many people, who sign in at the provider."""
    return build(**settings_of(provider))


@pytest.fixture
def client(parts, browser) -> httpx.AsyncClient:
    return browser(parts, **PAGE)


def settings_of(provider: OidcServer) -> dict:
    return {
        "host": "0.0.0.0",
        "public_url": "http://parley.test",
        "mode": "multi",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "parley",
        "oidc_client_secret": provider.clients["parley"],
        "oidc_registration": True,
        "outbound_allow": provider.host,
    }


@pytest.fixture
def browser(browser, monkeypatch) -> Callable[..., httpx.AsyncClient]:
    """One application for all clients: making it takes longer than anything here."""
    monkeypatch.setattr("tests.security.conftest.create_api", application)
    return browser


@cache
def application():
    return create_api()


def inside(browser, parts: Services, headers: dict[str, str]) -> httpx.AsyncClient:
    """The browser of somebody who is signed in."""
    client = browser(parts, **PAGE)
    client.cookies.set(*headers["Cookie"].split("="))
    return client


async def leave(client: httpx.AsyncClient, path: str = "/auth/oidc/default") -> str:
    """Where the browser is sent."""
    answer = await client.get(path)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def sign_in(client: httpx.AsyncClient, provider: OidcServer, changed: dict | None = None, back: dict | None = None) -> httpx.Response:
    """There and back again; `changed` replaces what the provider is asked, `back` what comes back (None leaves it out)."""
    brought = provider.authorize(await leave(client), **(changed or {})) | (back or {})
    return await client.get("/auth/oidc/default/callback", params={name: value for name, value in brought.items() if value is not None})


async def whoami(client: httpx.AsyncClient) -> httpx.Response:
    return await client.get("/api/v1/me")


async def rows(parts: Services, kind: type) -> list:
    return await parts.db.read(lambda session: list(session.exec(select(kind)).all()))


async def victim(parts: Services) -> models.User:
    """Somebody whose address the provider's person claims."""
    await person(parts, "victim")

    def rename(session) -> models.User:
        user = session.exec(select(models.User)).one()
        user.email = "ada@example.org"
        return user

    return await parts.db.write(rename)


async def fails(parts: Services, client: httpx.AsyncClient, answer: httpx.Response) -> None:
    """Nobody is signed in, nothing is linked or made, and the page says so in words."""
    assert answer.status_code >= 400
    assert 'role="alert"' in answer.text
    assert "parley_session" not in answer.headers.get("set-cookie", "")
    assert (await whoami(client)).status_code == 401
    assert await rows(parts, models.ExternalIdentity) == []
    assert any(row.action == "identity.use" and row.outcome == "failed" for row in await rows(parts, models.AuditEntry))


class TestSignIn:
    async def test_a_first_sign_in_makes_an_account_and_a_second_finds_it(self, parts, client, provider, browser):
        assert (await sign_in(client, provider)).headers["location"] == "/"
        first = (await whoami(client)).json()
        assert first["name"] == "Ada"
        again = browser(parts, **PAGE)
        await sign_in(again, provider)
        assert (await whoami(again)).json()["id"] == first["id"]
        user = (await rows(parts, models.User))[0]
        assert (user.role, user.email, user.password_hash) == ("user", "ada@example.org", "")
        assert user.email_confirmed_at is not None

    async def test_asks_with_state_nonce_and_pkce_for_our_address_alone(self, client, provider):
        answer = await client.get("/auth/oidc/default", headers={"X-Forwarded-Host": "evil.test"})
        asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
        assert asked["redirect_uri"] == "http://parley.test/auth/oidc/default/callback"
        assert asked["code_challenge_method"] == "S256"
        assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) == 43
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie

    async def test_leads_to_where_one_wanted_to_go_and_nowhere_else(self, client, provider):
        brought = provider.authorize(await leave(client, "/auth/oidc/default?next=/c/abc"))
        assert (await client.get("/auth/oidc/default/callback", params=brought)).headers["location"] == "/c/abc"
        brought = provider.authorize(await leave(client, "/auth/oidc/default?next=//evil.test"))
        assert (await client.get("/auth/oidc/default/callback", params=brought)).headers["location"] == "/"

    async def test_the_session_is_new_each_time(self, client, provider):
        cookies = {(await sign_in(client, provider)).cookies["parley_session"] for _ in range(2)}
        assert len(cookies) == 2

    async def test_the_database_holds_nothing_with_which_a_code_could_be_redeemed(self, parts, client, provider):
        url = await leave(client)
        asked = parse_qs(urlsplit(url).query)
        kept = (await rows(parts, models.OneTimeToken))[0].model_dump_json()
        assert all(asked[name][0] not in kept for name in ("state", "nonce", "code_challenge"))
        assert client.cookies["parley_provider"] not in kept

    async def test_claims_may_come_from_the_user_info(self, parts, client, provider):
        provider.in_token = False
        await sign_in(client, provider)
        assert (await rows(parts, models.User))[0].email == "ada@example.org"

    async def test_rotated_keys_are_fetched(self, client, provider, monkeypatch):
        monkeypatch.setattr("chat_app.integrations.oidc.discovery.KEYS_AGAIN_AFTER", __import__("datetime").timedelta(0))
        for kind in ("EC", "RSA", "EC"):
            provider.rotate(kind=kind)
            assert (await sign_in(client, provider)).headers["location"] == "/"

    async def test_whoever_has_a_second_factor_shows_it_too(self, parts, client, provider):
        await sign_in(client, provider)
        user = (await rows(parts, models.User))[0]
        secret = await _totp(parts, user)
        answer = await sign_in(client, provider)
        assert answer.headers["location"].startswith("/auth/second-factor")
        assert (await whoami(client)).status_code == 401
        assert secret

    async def test_a_suspended_account_stays_closed(self, parts, client, provider, browser):
        await sign_in(client, provider)
        await parts.db.write(
            lambda session: setattr(session.exec(select(models.User)).one(), "suspended_at", parts.second_factors._clock())
        )
        other = browser(parts, **PAGE)
        answer = await sign_in(other, provider)
        assert answer.status_code == 403
        assert "This account is suspended" in answer.text
        assert (await whoami(other)).status_code == 401

    async def test_buttons_stand_on_the_login_page(self, parts, client):
        await person(parts, "root", "admin")
        page = (await client.get("/auth/login?next=/c/abc")).text
        assert 'href="/auth/oidc/default?next=/c/abc"' in page
        assert "Sign in with OpenID Connect" in page

    async def test_an_unknown_provider_is_a_page_in_words(self, client):
        assert (await client.get("/auth/oidc/nowhere")).status_code == 404


class TestAddressesProveNothing:
    async def test_a_known_address_is_never_linked_even_when_it_is_verified(self, parts, client, provider):
        ada = await victim(parts)
        answer = await sign_in(client, provider)
        await fails(parts, client, answer)
        assert "already belongs to an account" in answer.text
        assert [user.id for user in await rows(parts, models.User)] == [ada.id]

    @pytest.mark.parametrize("claims", UNVERIFIED)
    async def test_an_unverified_one_is_not_even_kept(self, parts, client, provider, claims):
        ada = await victim(parts)
        provider.person = Person("1001", {"email": "ada@example.org", "name": "Mallory", **claims})
        await sign_in(client, provider)
        mallory = (await whoami(client)).json()
        assert mallory["id"] != ada.id
        users = {user.id: user.email for user in await rows(parts, models.User)}
        assert users == {ada.id: "ada@example.org", mallory["id"]: None}

    async def test_a_user_name_is_no_address(self, parts, client, provider):
        ada = await victim(parts)
        provider.person = Person("1001", {"preferred_username": "ada@example.org", "email_verified": True})
        await sign_in(client, provider)
        assert (await whoami(client)).json()["id"] != ada.id

    async def test_a_changed_address_changes_nothing(self, parts, client, provider, browser):
        await sign_in(client, provider)
        mine = (await whoami(client)).json()["id"]
        provider.person.claims = {"email": "boss@example.org", "email_verified": True}
        again = browser(parts, **PAGE)
        await sign_in(again, provider)
        assert (await whoami(again)).json()["id"] == mine
        assert (await rows(parts, models.User))[0].email == "ada@example.org"

    async def test_another_provider_with_the_same_subject_is_somebody_else(self, build, provider, browser):
        with oidc_server() as other:
            parts = build(**settings_of(provider) | {"outbound_allow": f"{provider.host},{other.host}"})
            root = (await person(parts, "root", "admin"))[0]
            form = ProviderForm("generic", "Other", "parley", other.issuer, other.clients["parley"], allow_registration=True)
            await parts.identities.providers.put(root, "other", form)
            other.person = Person("1001", {})
            clients = [browser(parts, **PAGE) for _ in range(2)]
            await sign_in(clients[0], provider)
            brought = other.authorize(await leave(clients[1], "/auth/oidc/other"))
            assert (await clients[1].get("/auth/oidc/other/callback", params=brought)).status_code == 303
            ids = {(await whoami(client)).json()["id"] for client in clients}
            assert len(ids) == 2

    async def test_an_answer_of_one_provider_is_none_of_another(self, build, provider, browser):
        with oidc_server() as other:
            parts = build(**settings_of(provider) | {"outbound_allow": f"{provider.host},{other.host}"})
            root = (await person(parts, "root", "admin"))[0]
            form = ProviderForm("generic", "Other", "parley", other.issuer, other.clients["parley"], allow_registration=True)
            await parts.identities.providers.put(root, "other", form)
            client = browser(parts, **PAGE)
            brought = other.authorize(await leave(client))
            await fails(parts, client, await client.get("/auth/oidc/other/callback", params=brought))

    async def test_where_nobody_registers_nobody_gets_an_account(self, build, browser, provider):
        parts = build(**settings_of(provider) | {"oidc_registration": False})
        client = browser(parts, **PAGE)
        await fails(parts, client, await sign_in(client, provider))
        assert await rows(parts, models.User) == []

    @pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403)])
    async def test_of_a_domain_only_by_a_verified_address(self, build, browser, provider, verified, status):
        parts = build(**settings_of(provider) | {"oidc_registration": False})
        root, _ = await person(parts, "root", "admin")
        await parts.site.save(root, SignIn(registration="domain", domains=("example.org",)))
        provider.person.claims["email_verified"] = verified
        assert (await sign_in(browser(parts, **PAGE), provider)).status_code == status


class TestAttempts:
    async def test_without_the_cookie_of_the_browser_that_began(self, parts, client, provider, browser):
        brought = provider.authorize(await leave(client))
        thief = browser(parts, **PAGE)
        await fails(parts, thief, await thief.get("/auth/oidc/default/callback", params=brought))
        assert "/token" not in provider.requests

    async def test_with_somebody_elses_answer_in_ones_own_browser(self, parts, client, provider, browser):
        """Signing the victim in as the attacker."""
        attacker = browser(parts, **PAGE)
        brought = provider.authorize(await leave(attacker))
        await leave(client)
        await fails(parts, client, await client.get("/auth/oidc/default/callback", params=brought))

    @pytest.mark.parametrize("state", [None, "", "x", "x" * 5_000])
    async def test_without_our_state(self, parts, client, provider, state):
        await fails(parts, client, await sign_in(client, provider, back={"state": state}))

    async def test_twice(self, parts, client, provider, browser):
        provider.lies.forgets_codes = True
        brought = provider.authorize(await leave(client))
        assert (await client.get("/auth/oidc/default/callback", params=brought)).status_code == 303
        answer = await client.get("/auth/oidc/default/callback", params=brought)
        assert answer.status_code == 401

    async def test_a_code_of_another_attempt(self, parts, client, provider):
        stolen = provider.authorize(await leave(client))["code"]
        await fails(parts, client, await sign_in(client, provider, back={"code": stolen}))

    @pytest.mark.parametrize("code", [None, "", "unknown"])
    async def test_without_a_code(self, parts, client, provider, code):
        await fails(parts, client, await sign_in(client, provider, back={"code": code}))

    async def test_after_ten_minutes(self, parts, client, provider):
        brought = provider.authorize(await leave(client))

        def age(session) -> None:
            row = session.exec(select(models.OneTimeToken)).one()
            row.expires_at = row.created_at

        await parts.db.write(age)
        await fails(parts, client, await client.get("/auth/oidc/default/callback", params=brought))

    async def test_a_refusal_of_the_provider(self, parts, client, provider):
        await fails(parts, client, await sign_in(client, provider, back={"code": None, "error": "access_denied"}))

    async def test_a_challenge_that_is_not_ours(self, parts, client, provider):
        """A code that was issued to an attacker's own attempt, put into the victim's."""
        await fails(parts, client, await sign_in(client, provider, changed={"code_challenge": "A" * 43}))

    async def test_a_nonce_that_is_not_ours_where_the_provider_forgets_pkce(self, parts, client, provider):
        provider.lies.forgets_pkce = True
        await fails(parts, client, await sign_in(client, provider, changed={"nonce": "somebody-elses"}))

    @pytest.mark.parametrize(
        "uri", ["http://evil.test/cb", "http://parley.test/auth/oidc/other/callback", "http://parley.test/auth/oidc/default/callback/"]
    )
    async def test_a_code_for_another_address(self, parts, client, provider, uri):
        await fails(parts, client, await sign_in(client, provider, changed={"redirect_uri": uri}))

    async def test_an_answer_in_the_name_of_another_issuer(self, parts, client, provider):
        await fails(parts, client, await sign_in(client, provider, back={"iss": "https://evil.test"}))

    async def test_an_answer_without_the_issuer_that_the_provider_promised(self, parts, client, provider):
        await fails(parts, client, await sign_in(client, provider, back={"iss": None}))

    async def test_a_post_of_another_website_begins_nothing(self, parts, browser):
        evil = browser(parts, Origin="https://evil.test")
        assert (await evil.post("/auth/oidc/default/link", data={})).status_code == 403


class TestTokens:
    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "another-client"}, {"aud": ["another-client"]}, {"aud": None}, {"aud": ["parley", "another-client"]},
            {"aud": ["parley", "another-client"], "azp": "another-client"}, {"azp": "another-client"},
            {"iss": "https://evil.test"}, {"iss": None}, {"exp": 1_000_000_000}, {"exp": None}, {"exp": "soon"}, {"iat": None},
            {"iat": 4_000_000_000}, {"nbf": 4_000_000_000}, {"nonce": None}, {"nonce": ""}, {"nonce": "x"}, {"nonce": []},
            {"sub": None}, {"sub": ""}, {"sub": 1001}, {"sub": ["1001"]}, {"sub": "x" * 256}, {"sub": "a\0b"}, {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        ],
    )  # fmt: skip
    async def test_claims_that_are_not_for_us(self, parts, client, provider, claims):
        provider.lies.claims = claims
        await fails(parts, client, await sign_in(client, provider))

    async def test_no_signature(self, parts, client, provider):
        provider.lies.unsigned = True
        await fails(parts, client, await sign_in(client, provider))

    async def test_a_key_of_somebody_else(self, parts, client, provider):
        provider.lies.key = ECKey.generate_key("P-256", {"kid": provider.key.kid})
        await fails(parts, client, await sign_in(client, provider))

    async def test_a_key_that_the_token_brings_along(self, parts, client, provider):
        mine = ECKey.generate_key("P-256", {"kid": "mine"})
        provider.lies.key, provider.lies.header = mine, {"kid": "mine", "jwk": mine.as_dict(private=False)}
        await fails(parts, client, await sign_in(client, provider))

    @pytest.mark.parametrize("kid", ["../../dev/null", "x" * 10_000, "' OR 1=1 --"])
    async def test_a_name_of_a_key_that_is_none(self, parts, client, provider, kid):
        provider.lies.header = {"kid": kid}
        await fails(parts, client, await sign_in(client, provider))

    async def test_our_own_secret_as_key(self, parts, client, provider):
        provider.lies.shared_key = provider.clients["parley"].encode()
        await fails(parts, client, await sign_in(client, provider))

    async def test_the_public_key_taken_for_a_secret(self, parts, client, provider):
        provider.rotate(kind="RSA")
        provider.lies.shared_key = provider.key.as_pem(private=False)
        await fails(parts, client, await sign_in(client, provider))

    @pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "e30.e30.", "x" * 30_000])
    async def test_no_token_at_all(self, parts, client, provider, token):
        provider.lies.token = token or " "
        await fails(parts, client, await sign_in(client, provider))

    async def test_user_info_of_somebody_else(self, parts, client, provider):
        provider.in_token, provider.lies.userinfo = False, {"sub": "9999", "email": "boss@example.org"}
        await fails(parts, client, await sign_in(client, provider))


class TestDiscovery:
    @pytest.mark.parametrize(
        "metadata",
        [
            {"issuer": "https://evil.test"}, {"issuer": None}, {"token_endpoint": "http://169.254.169.254/latest"},
            {"token_endpoint": "file:///etc/passwd"}, {"authorization_endpoint": "javascript:alert(1)"}, {"jwks_uri": None},
            {"jwks_uri": "http://127.0.0.1:1/keys"}, {"authorization_endpoint": ["https://evil.test"]},
        ],
    )  # fmt: skip
    async def test_lies_lead_nowhere(self, client, provider, metadata):
        provider.lies.metadata = metadata
        answer = await client.get("/auth/oidc/default")
        assert answer.status_code == 422
        assert "does not answer" in answer.text

    async def test_a_provider_in_the_own_network_needs_the_operators_word(self, build, browser, provider):
        parts = build(**settings_of(provider) | {"outbound_allow": ""})
        assert (await browser(parts, **PAGE).get("/auth/oidc/default")).status_code == 422
        assert provider.requests == []


class TestLinking:
    async def test_is_asked_first_and_goes_by_post(self, parts, client, provider, browser):
        ada, headers = await person(parts, "ada")
        mine = inside(browser, parts, headers)
        page = await mine.get("/auth/oidc/default/link?next=/settings")
        assert 'action="/auth/oidc/default/link"' in page.text
        assert await rows(parts, models.OneTimeToken) == []
        await link(mine, provider)
        identity = (await rows(parts, models.ExternalIdentity))[0]
        assert identity.user_id == ada.user_id
        other = browser(parts, **PAGE)
        await sign_in(other, provider)
        assert (await whoami(other)).json()["id"] == ada.user_id
        listed = (await mine.get("/api/v1/me/identities")).json()
        assert [item["label"] for item in listed["items"]] == ["OpenID Connect"]

    async def test_asks_for_a_recent_proof(self, parts, provider, browser):
        _, headers = await person(parts, "ada")
        await parts.db.write(lambda session: setattr(session.exec(select(models.LoginSession)).one(), "proved_at", None))
        mine = inside(browser, parts, headers)
        answer = await mine.post("/auth/oidc/default/link", data={"next": "/settings"})
        assert answer.status_code == 403
        assert await rows(parts, models.OneTimeToken) == []

    async def test_never_takes_somebody_elses(self, parts, client, provider, browser):
        await sign_in(client, provider)
        _, headers = await person(parts, "mallory")
        theirs = inside(browser, parts, headers)
        assert (await link(theirs, provider)).status_code == 409
        assert len(await rows(parts, models.ExternalIdentity)) == 1

    async def test_comes_back_in_the_same_session(self, parts, provider, browser):
        _, first = await person(parts, "ada")
        _, second = await person(parts, "mallory")
        mine = inside(browser, parts, first)
        left = await mine.post("/auth/oidc/default/link", data={"next": "/settings"})
        brought = provider.authorize(left.headers["refresh"].partition("url=")[2])
        theirs = inside(browser, parts, second)
        theirs.cookies.set("parley_provider", left.cookies["parley_provider"])
        assert (await theirs.get("/auth/oidc/default/callback", params=brought)).status_code == 401
        assert await rows(parts, models.ExternalIdentity) == []

    async def test_the_last_way_in_stays(self, parts, client, provider, browser):
        await sign_in(client, provider)
        known = (await client.get("/api/v1/me/identities")).json()["items"][0]["id"]
        assert (await client.delete(f"/api/v1/me/identities/{known}")).status_code == 409
        await parts.db.write(lambda session: setattr(session.exec(select(models.User)).one(), "password_hash", "x"))
        other = browser(parts, **PAGE)
        await sign_in(other, provider)
        assert (await client.delete(f"/api/v1/me/identities/{known}")).status_code == 204
        assert (await whoami(client)).status_code == 200
        assert (await whoami(other)).status_code == 401
        assert await rows(parts, models.ExternalIdentity) == []

    async def test_proves_who_one_is(self, parts, client, provider):
        await sign_in(client, provider)
        await parts.db.write(lambda session: setattr(session.exec(select(models.LoginSession)).one(), "proved_at", None))
        parts.accounts.forget_cached()
        assert (await client.post("/api/v1/me/second-factor/totp")).status_code == 403
        await link(client, provider, "prove")
        assert (await client.post("/api/v1/me/second-factor/totp")).status_code == 200

    @pytest.mark.parametrize("auth_time", [None, 0, "an hour ago", "now"])
    async def test_a_person_who_was_not_asked_again_proves_nothing(self, parts, client, provider, auth_time):
        """Whoever sits before an open browser can take `prompt` and `max_age` out of the address."""
        await sign_in(client, provider)
        provider.lies.claims = {"auth_time": int(time.time()) - 3_600 if auth_time == "an hour ago" else auth_time}
        assert (await link(client, provider, "prove")).status_code == 401

    async def test_another_account_there_proves_nothing(self, parts, client, provider):
        await sign_in(client, provider)
        provider.person = Person("2002", {})
        assert (await link(client, provider, "prove")).status_code == 403


class TestProviders:
    async def test_administrators_set_them_up_and_never_see_the_secret_again(self, parts, provider, browser):
        _, headers = await person(parts, "root", "admin")
        admin = browser(parts, **headers)
        body = {
            "preset": "generic",
            "label": "Staff",
            "issuer": provider.issuer,
            "client_id": "parley",
            "client_secret": provider.clients["parley"],
        }
        made = await admin.put("/api/v1/admin/identity-providers/staff", json=body)
        assert made.json()["redirect_uri"] == "http://parley.test/auth/oidc/staff/callback"
        assert (await admin.post("/api/v1/admin/identity-providers/staff/check")).status_code == 204
        listed = (await admin.get("/api/v1/admin/identity-providers")).text
        assert '"has_secret":true' in listed
        assert provider.clients["parley"] not in made.text + listed
        url = await leave(browser(parts, **PAGE), "/auth/oidc/staff")
        assert url.startswith(provider.issuer)
        assert provider.clients["parley"].encode() not in (await rows(parts, models.Secret))[0].sealed

    async def test_another_issuer_forgets_the_secret(self, parts, provider):
        root = (await person(parts, "root", "admin"))[0]
        book = parts.identities.providers
        await book.put(root, "staff", ProviderForm("generic", "Staff", "parley", provider.issuer, "secret"))
        assert (await book.put(root, "staff", ProviderForm("generic", "Team", "parley", provider.issuer))).has_secret
        moved = await book.put(root, "staff", ProviderForm("generic", "Team", "parley", "https://evil.test"))
        assert not moved.has_secret
        assert await rows(parts, models.Secret) == []

    @pytest.mark.parametrize(
        ("preset", "issuer"),
        [
            ("microsoft", "common"),
            ("microsoft", "organizations"),
            ("microsoft", ""),
            ("keycloak", "https://sso.example.org"),
            ("generic", ""),
            ("generic", "javascript:1"),
        ],
    )
    async def test_what_names_no_one_issuer_is_refused(self, parts, browser, preset, issuer):
        _, headers = await person(parts, "root", "admin")
        body = {"preset": preset, "label": "X", "issuer": issuer, "client_id": "x"}
        assert (await browser(parts, **headers).put("/api/v1/admin/identity-providers/x", json=body)).status_code == 422

    async def test_others_find_nothing_there(self, parts, browser):
        _, headers = await person(parts, "ada")
        client = browser(parts, **headers)
        for method, path in (("GET", ""), ("PUT", "/x"), ("DELETE", "/x"), ("POST", "/x/check")):
            answer = await client.request(
                method, f"/api/v1/admin/identity-providers{path}", json={"preset": "google", "label": "G", "client_id": "c"}
            )
            assert answer.status_code == 404

    async def test_github_by_its_number(self, parts, provider, browser):
        root = (await person(parts, "root", "admin"))[0]
        secret = provider.clients["parley"]
        form = ProviderForm("github", "GitHub", "parley", provider.issuer, secret, allow_registration=True)
        await parts.identities.providers.put(root, "github", form)
        provider.lies.metadata = {"issuer": "not asked"}
        client = browser(parts, **PAGE)
        brought = provider.authorize(await leave(client, "/auth/oidc/github"))
        brought.pop("iss")
        assert (await client.get("/auth/oidc/github/callback", params=brought)).status_code == 303
        identity = (await rows(parts, models.ExternalIdentity))[0]
        assert (identity.issuer, identity.subject, identity.email) == (provider.issuer, "1001", "ada@example.org")


async def link(client: httpx.AsyncClient, provider: OidcServer, act: str = "link") -> httpx.Response:
    """By the page that asks, to the provider and back."""
    left = await client.post(f"/auth/oidc/default/{act}", data={"next": "/settings"})
    assert left.status_code == 200, left.text
    url = left.headers["refresh"].partition("url=")[2]
    return await client.get("/auth/oidc/default/callback", params=provider.authorize(url))


async def _totp(parts: Services, user: models.User) -> str:
    from pyotp.totp import TOTP

    session = (await rows(parts, models.LoginSession))[0]
    actor = Actor(user.id, session_id=session.id, role="user", proved_at=session.proved_at)
    setup = await parts.second_factors.begin_totp(actor)
    await parts.second_factors.confirm_totp(actor, TOTP(setup.secret).now())
    return setup.secret
