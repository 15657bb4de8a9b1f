"""An OpenID provider on a port of this machine: discovery, keys, authorization, tokens, user info, and GitHub's API.

It keeps to the protocol (codes work once and for the client, address and verifier that asked for them) unless `lies`
say otherwise: each of them is one way in which a provider, or somebody who plays one, attacks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey


@dataclass
class Person:
    """Who signs in at the provider; `claims` are what it tells about them."""

    subject: str = "1001"
    claims: dict[str, Any] = field(default_factory=lambda: {"email": "ada@example.org", "email_verified": True, "name": "Ada"})


@dataclass
class Lies:
    """What the provider does wrong."""

    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """Replaces claims of the ID token; None leaves one out."""
    key: Any = None
    """Signs with this key instead of its own."""
    unsigned: bool = False
    shared_key: bytes = b""
    """Signs with HMAC and this key, which others know, too."""
    token: str = ""
    """Hands out this ID token instead."""
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    forgets_pkce: bool = False
    forgets_codes: bool = False
    """Lets a code work again and again."""


class OidcServer:
    """The provider as tests see it."""

    def __init__(self) -> None:
        self.person = Person()
        self.lies = Lies()
        self.clients = {"parley": "s3cret/with:signs"}
        self.in_token = True
        """Whether the claims about the person are in the ID token, or only in the user info."""
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, Person] = {}
        self.requests: list[str] = []
        self.issuer = ""
        self.rotate()

    def rotate(self, *, kind: str = "EC") -> None:
        """Sign with a new key from now on; the old one is gone."""
        parameters = {"kid": secrets.token_hex(4), "use": "sig"}
        self.key = ECKey.generate_key("P-256", parameters) if kind == "EC" else RSAKey.generate_key(2048, parameters)

    @property
    def host(self) -> str:
        """As `PARLEY_OUTBOUND_ALLOW` takes it."""
        return urlsplit(self.issuer).netloc

    def metadata(self) -> dict[str, Any]:
        base = self.issuer
        return {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "authorization_response_iss_parameter_supported": True,
        } | self.lies.metadata

    def authorize(self, url: str, **changed: str) -> dict[str, str]:
        """What the browser brings back after the person signed in; `changed` replaces what it asked for."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()} | changed
        assert asked["response_type"] == "code"
        assert asked["client_id"] in self.clients
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked.get("state", ""), "iss": self.issuer}

    def redeem(self, form: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        client_id, secret = (
            (unquote(part) for part in basic.split(":", 1)) if basic else (form.get("client_id", ""), form.get("client_secret", ""))
        )
        if self.clients.get(client_id) != secret:
            return 401, {"error": "invalid_client"}
        asked = self.codes.get(form.get("code", "")) if self.lies.forgets_codes else self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["client_id"] != client_id or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if not self.lies.forgets_pkce and asked.get("code_challenge") != challenge_of(form.get("code_verifier", "")):
            return 400, {"error": "invalid_grant"}
        access_token = secrets.token_urlsafe(16)
        self.tokens[access_token] = self.person
        return 200, {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(asked, access_token),
        }

    def id_token(self, asked: dict[str, str], access_token: str) -> str:
        now = int(time.time())
        digest = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "sub": self.person.subject,
            "aud": asked["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "at_hash": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        } | (self.person.claims if self.in_token else {})
        if "max_age" in asked:
            claims["auth_time"] = now
        return self.lies.token or self.sign({name: value for name, value in (claims | self.lies.claims).items() if value is not None})

    def sign(self, claims: dict[str, Any]) -> str:
        key = self.lies.key or self.key
        header = {"alg": {"RSA": "RS256", "EC": "ES256"}[key.key_type], "kid": self.key.kid} | self.lies.header
        if self.lies.unsigned:
            return by_hand(header | {"alg": "none"}, claims) + "."
        if self.lies.shared_key:
            signed = by_hand(header | {"alg": "HS256"}, claims)
            return f"{signed}.{_text(hmac.new(self.lies.shared_key, signed.encode(), hashlib.sha256).digest())}"
        return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def by_hand(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_text(json.dumps(part).encode()) for part in (header, claims))


def challenge_of(verifier: str) -> str:
    return _text(hashlib.sha256(verifier.encode()).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    provider: OidcServer

    def do_GET(self) -> None:
        provider, path = self.provider, urlsplit(self.path).path
        provider.requests.append(path)
        person = provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if path == "/.well-known/openid-configuration":
            self.answer(200, provider.metadata())
        elif path == "/keys":
            self.answer(200, {"keys": [provider.key.as_dict(private=False)]})
        elif path in {"/authorize", "/login/oauth/authorize"}:
            back = provider.authorize(self.path)
            self.send_response(303)
            self.send_header("Location", f"{provider.codes[back['code']]['redirect_uri']}?{urlencode(back)}")
            self.end_headers()
        elif person is None:
            self.answer(401, {"error": "invalid_token"})
        elif path == "/userinfo":
            self.answer(200, {"sub": person.subject} | person.claims | provider.lies.userinfo)
        elif path == "/api/v3/user":
            self.answer(200, {"id": int(person.subject), "login": "ada", "name": person.claims.get("name")} | provider.lies.userinfo)
        elif path == "/api/v3/user/emails":
            verified = person.claims.get("email_verified")
            self.answer(200, [{"email": person.claims.get("email"), "primary": True, "verified": verified}])
        else:
            self.answer(404, {})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        self.provider.requests.append(path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        basic = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        self.answer(*(self.provider.redeem(form, basic) if path in {"/token", "/login/oauth/access_token"} else (404, {})))

    def answer(self, status: int, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Not on the output of the tests."""


@contextmanager
def oidc_server() -> Iterator[OidcServer]:
    """A provider for the block."""
    provider = OidcServer()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
