"""Short-lived tokens: nothing but a whole, fresh token of ours opens anything (X8c, X8f)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from chat_app.integrations.tokens.signing import sign
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.security.conftest import PASSWORD, password_set, visit
from tests.security.test_bearer import bearer, make_key

CHATS = "/api/v1/conversations"


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def by_hand(signed: str, key: bytes) -> str:
    """A token signed with HMAC by a key that the library would refuse."""
    signature = hmac.new(key, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def body_of(token: str) -> dict:
    encoded = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))


@pytest.fixture
def client(networked, browser):
    return browser(networked, peer="8.8.8.8")


@pytest.fixture
async def key(networked):
    return await make_key(networked, "chat", "models")


@pytest.fixture
async def token(client, key) -> str:
    answer = await client.post("/api/v1/auth/token", json={}, headers=bearer(key.secret))
    assert answer.status_code == 201
    return answer.json()["access_token"]


async def status(client, token: str) -> int:
    return (await client.get(CHATS, headers=bearer(token))).status_code


async def test_a_key_makes_a_token_that_opens_what_the_key_does(client, key, token):
    answer = await client.post("/api/v1/auth/token", json={"scope": "models"}, headers=bearer(key.secret))

    assert answer.json() | {"access_token": ""} == {"access_token": "", "token_type": "Bearer", "expires_in": 600, "scope": "models"}
    assert await status(client, token) == 200
    assert await status(client, answer.json()["access_token"]) == 403
    assert body_of(token).keys() == {"iss", "aud", "sub", "jti", "scope", "iat", "nbf", "exp", "key"}


async def test_a_token_is_not_more_than_its_key_and_makes_no_other(client, key, token):
    more = await client.post("/api/v1/auth/token", json={"scope": "chat files"}, headers=bearer(key.secret))
    again = await client.post("/api/v1/auth/token", json={}, headers=bearer(token))

    assert (more.status_code, again.status_code) == (403, 403)


async def forgeries(parts, token: str) -> dict[str, str]:
    """Every wrong token, each wrong in one way."""
    signing = await parts.tokens.keys.current()
    head, body, signature = token.split(".")
    claims, kid = body_of(token), signing.kid
    now = int(utc_now().timestamp())
    header = {"alg": "HS256", "typ": "at+jwt", "kid": kid}
    own = OctKey.import_key(signing.secret)

    def signed(header: dict = header, key=own, algorithms=("HS256",), **changes: object) -> str:
        left = {name: value for name, value in (claims | changes).items() if value is not ...}
        return jwt.encode(header, left, key, algorithms=list(algorithms))

    rsa = RSAKey.generate_key(2048)
    return {
        "none": f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': kid})}.{body}.",
        "None": f"{part({'alg': 'None', 'typ': 'at+jwt', 'kid': kid})}.{body}.",
        "none with signature": f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': kid})}.{body}.{signature}",
        "HS512": signed({**header, "alg": "HS512"}, algorithms=["HS512"]),
        "RS256": signed({**header, "alg": "RS256"}, rsa, ["RS256"]),
        "RS256, signed with HMAC": f"{part({**header, 'alg': 'RS256'})}.{body}.{signature}",
        "signed with a public key": by_hand(f"{head}.{body}", rsa.as_pem(private=False)),
        "other key": signed(key=OctKey.generate_key(256)),
        "empty key": signed(key=OctKey.import_key(b"\0" * 32)),
        "kid upwards": signed({**header, "kid": "../../dev/null"}, OctKey.import_key(b"\0" * 32)),
        "kid with SQL": signed({**header, "kid": "' OR '1'='1"}),
        "kid unknown": signed({**header, "kid": new_id()}),
        "kid no text": f"{part({**header, 'kid': 1})}.{body}.{signature}",
        "no kid": signed({"alg": "HS256", "typ": "at+jwt"}),
        "own key in the header": signed({**header, "jwk": own.as_dict()}),
        "key at an address": f"{part({**header, 'jku': 'http://evil.test/keys'})}.{body}.{signature}",
        "critical": f"{part({**header, 'crit': ['exp']})}.{body}.{signature}",
        "typ JWT": signed({**header, "typ": "JWT"}),
        "no typ": signed({"alg": "HS256", "kid": kid}),
        "expired": signed(iat=now - 700, nbf=now - 700, exp=now - 100),
        "not yet": signed(iat=now + 300, nbf=now + 300, exp=now + 900),
        "too long": signed(exp=now + 86_400),
        "no exp": signed(exp=...),
        "exp no number": signed(exp=str(now + 100)),
        "exp true": signed(exp=True),
        "wrong aud": signed(aud="http://other.test/api"),
        "list of aud": signed(aud=[claims["aud"]]),
        "no aud": signed(aud=...),
        "wrong iss": signed(iss="http://evil.test"),
        "other sub": signed(sub=new_id()),
        "no parent": signed(key=own, sid=""),
        "cut off": token[:-1],
        "without signature": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "other body": f"{head}.{part({**claims, 'scope': 'chat files'})}.{signature}",
        "doubled": f"{token}.{token}",
        "padded": f"{token}=",
        "not JSON": f"{head}.{base64.urlsafe_b64encode(b'[1]').decode()}.{signature}",
        "deep": f"{base64.urlsafe_b64encode(b'[' * 2_000).decode()}.{body}.{signature}",
        "long": token + "A" * 10_000,
    }


async def test_every_wrong_token_is_nobody(networked, client, token):
    wrong = await forgeries(networked, token)
    wrong["no parent"] = sign({**body_of(token), "key": ""}, *_of(await networked.tokens.keys.current()))

    assert {name: await status(client, forged) for name, forged in wrong.items()} == dict.fromkeys(wrong, 401)
    assert await status(client, token) == 200


def _of(signing) -> tuple[str, bytes]:
    return signing.kid, signing.secret


async def test_a_token_ends_after_ten_minutes(networked, token):
    later = networked.tokens
    later._clock = lambda: utc_now() + timedelta(minutes=10)

    assert await later.read(token) is None


async def test_a_token_ends_with_its_key(networked, client, key, token):
    assert await status(client, token) == 200

    await networked.api_keys.revoke(await networked.accounts.owner(), key.key.id)

    assert await status(client, token) == 401


async def test_a_token_can_be_ended_by_its_owner_only(networked, client, key, token):
    other = (await client.post("/api/v1/auth/token", json={}, headers=bearer(key.secret))).json()["access_token"]
    stranger = Actor(new_id(), api_key_id=new_id())
    await networked.tokens.revoke(stranger, token)
    assert await status(client, token) == 200

    answer = await client.post("/api/v1/auth/revoke", json={"token": token}, headers=bearer(key.secret))

    assert answer.status_code == 204
    assert (await status(client, token), await status(client, other)) == (401, 200)
    assert (await client.post("/api/v1/auth/revoke", json={"token": "x"}, headers=bearer(key.secret))).status_code == 204


async def test_a_login_session_makes_a_token_that_ends_with_it(networked, client):
    await password_set(networked)
    login = (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
    cookie = {"cookie": f"parley_session={login}"}
    made = await client.post("/api/v1/auth/token", json={}, headers=cookie | {"origin": "http://parley.test"})
    token = made.json()["access_token"]

    assert await status(client, token) == 200
    assert (await client.get("/api/v1/me", headers=bearer(token))).status_code == 403
    assert (await client.post("/api/v1/me/api-keys", json={"name": "x", "scopes": ["chat"]}, headers=bearer(token))).status_code == 403
    foreign = await client.post("/api/v1/auth/token", json={}, headers=cookie | {"origin": "https://evil.test"})
    assert foreign.status_code == 403

    await networked.accounts.sign_out(login)
    networked.accounts.forget_cached()

    assert await status(client, token) == 401


async def test_nobody_makes_no_token(client):
    assert (await client.post("/api/v1/auth/token", json={})).status_code == 401


async def test_what_an_old_key_signed_stays_valid_after_a_rotation(networked, client, key, token):
    before = await networked.tokens.keys.current()

    await networked.tokens.keys.rotate(Actor(""))

    after = await networked.tokens.keys.current()
    assert after.kid != before.kid
    new = (await client.post("/api/v1/auth/token", json={}, headers=bearer(key.secret))).json()["access_token"]
    assert (await status(client, token), await status(client, new)) == (200, 200)


async def test_an_old_key_signs_nothing_new(networked, client, token):
    """Whoever stole it gets nothing out of it."""
    old = await networked.tokens.keys.current()
    keys = networked.tokens.keys
    await keys.rotate(Actor(""))
    now = int(utc_now().timestamp()) + 60
    networked.tokens._clock = lambda: utc_now() + timedelta(seconds=70)

    forged = sign({**body_of(token), "iat": now, "nbf": now, "exp": now + 500}, old.kid, old.secret)

    assert await networked.tokens.read(forged) is None
    assert await networked.tokens.read(token) is not None


async def test_a_key_is_changed_by_age_and_forgotten_when_nothing_of_it_is_valid(networked, token):
    keys = networked.tokens.keys
    first = await keys.current()
    keys._clock = lambda: utc_now() + timedelta(days=30, minutes=1)
    second = await keys.current()
    keys._clock = lambda: utc_now() + timedelta(days=61)

    third = await keys.current()

    assert len({first.kid, second.kid, third.kid}) == 3
    assert await keys.find(first.kid) is None
    assert networked.db.read_now(_secrets) == 2


def _secrets(session) -> int:
    from sqlmodel import select

    from chat_app.models import Secret

    return len(session.exec(select(Secret)).all())


async def test_the_key_in_the_database_is_sealed(networked, token):
    from sqlmodel import select

    from chat_app.models import Secret

    signing = await networked.tokens.keys.current()
    rows = networked.db.read_now(lambda session: session.exec(select(Secret)).all())

    assert all(signing.secret not in row.sealed and base64.b64encode(signing.secret) not in row.sealed for row in rows)


async def test_what_is_remembered_goes_by_the_hash_of_all_of_it(networked, client, token):
    """X8f"""
    assert await status(client, token) == 200
    programs = networked.accounts._programs

    assert all(len(remembered) == 64 and token[:20] not in remembered for remembered in programs._cache)
    assert await status(client, token[:-4] + "AAAA") == 401
