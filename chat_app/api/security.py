"""The door: everything passes here before routing, files and Reflex, also what fails later.

Pure ASGI, because Starlette's `BaseHTTPMiddleware` would buffer streams.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.api.auth import knock_of
from chat_app.api.auth_forms import safe_next
from chat_app.api.csp import ContentPolicy
from chat_app.api.errors import problem
from chat_app.api.login_pages import notice_page
from chat_app.api.request_rules import (
    FROM_ELSEWHERE,
    body_limit,
    cache_control,
    comes_back,
    is_administration,
    is_closed,
    is_foreign,
    is_known_host,
    is_page,
)
from chat_app.api.websocket_door import WebsocketDoor
from chat_app.container import services
from chat_app.errors import NotAuthenticatedError
from chat_app.i18n import preferred_language
from chat_app.services.accounts import Knock
from chat_app.settings import Settings

logger = logging.getLogger(__name__)

RECHECK_SECONDS = 3
API = "/api/v1/"
NOWHERE = "/404/"
"""An address that no page has."""
HSTS = "max-age=31536000; includeSubDomains"
PERMISSIONS = ", ".join(
    [
        *(
            f"{name}=()"
            for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
        ),
        "clipboard-write=(self)",
    ]
)


class SecurityWrapper:
    """Checks each request's host, origin, size and login, and gives each answer the same headers."""

    def __init__(self, app: ASGIApp, settings: Settings, policy: ContentPolicy) -> None:
        self._app = app
        self._settings = settings
        self._policy = policy
        self._websockets = WebsocketDoor(app, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self._app(scope, receive, send)
        scope = arrived(scope, self._settings.trusted_proxy_hops)
        knock = knock_of(scope)
        if scope["type"] == "websocket":
            return await self._websockets(scope, receive, send, knock)
        outgoing = _Outgoing(scope, send, knock, self._policy if is_known_host(knock.headers, self._settings) else None)
        refusal = await self._refusal(scope, knock)
        if refusal is not None:
            return await refusal(scope, receive, outgoing.send)
        if is_administration(scope["path"]) and not await _administers(knock):
            scope = {**scope, "path": NOWHERE, "raw_path": NOWHERE.encode()}
        try:
            await self._app(scope, limited(receive, body_limit(scope["path"], self._settings)), outgoing.send)
        except Exception:
            # The edge: the answer that the server would give for it lacks our headers.
            if not outgoing.ended:
                reference = secrets.token_hex(4)
                logger.exception("Unexpected error %s at %s", reference, scope["path"])
                await outgoing.fail(problem(Request(scope), 500, "error.unexpected", reference=reference), receive)
        finally:
            outgoing.close()

    async def _refusal(self, scope: Scope, knock: Knock) -> Response | None:
        """The answer to a request that goes no further, or None."""
        request, method, path = Request(scope), scope["method"], scope["path"]
        language = preferred_language(knock.headers.get("accept-language", ""))
        if not is_known_host(knock.headers, self._settings) and path != "/health":
            return notice_page(language, "auth.wrong_host", 421, origin=self._settings.origin)
        if is_closed(path):
            return problem(request, 404, "error.not_found")
        if is_foreign(method, path, knock.headers, self._settings):
            return problem(request, 403, "error.foreign_origin")
        length = knock.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > body_limit(path, self._settings):
            return problem(request, 413, "error.too_large")
        return await self._to_login(knock, path, language) if is_page(method, path) else None

    async def _to_login(self, knock: Knock, path: str, language: str) -> Response | None:
        """Pages hold no data; still nobody should stand before one that cannot work."""
        if comes_back(path, knock.headers):
            knock = replace(knock, headers={name: value for name, value in knock.headers.items() if name not in FROM_ELSEWHERE})
        try:
            await services().accounts.authenticate(knock)
        except NotAuthenticatedError:
            if self._settings.without_login:
                return notice_page(language, "auth.open_locally", 403, origin=self._settings.origin)
            waits = await services().second_step.waiting(knock) is not None
            return RedirectResponse(f"/auth/{'second-factor' if waits else 'login'}?next={safe_next(path)}", 303)
        return None


async def _administers(knock: Knock) -> bool:
    """Whether any part of administration is open to whoever comes; for others its pages are not there."""
    try:
        actor = await services().accounts.authenticate(knock)
    except NotAuthenticatedError:
        return False
    return any(permission.startswith("admin.") for permission in actor.permissions)


def secured(settings: Settings, policy: ContentPolicy) -> Callable[[ASGIApp], ASGIApp]:
    """The wrapper as Reflex takes it; it has to be the last of the `api_transformer`s."""
    return lambda app: SecurityWrapper(app, settings, policy)


def arrived(scope: Scope, hops: int) -> Scope:
    """The scope with the address and scheme of the client, as told by the proxies that are ours.

    Each of `hops` proxies adds one entry at the right of X-Forwarded-For; what is left of them anybody may have written.
    """
    plain = {"http": "http", "https": "https", "ws": "http", "wss": "https"}[scope.get("scheme", "http")]
    scope = {**scope, "scheme": plain}
    if not hops:
        return scope
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    chain = [part.strip() for part in headers.get(b"x-forwarded-for", "").split(",") if part.strip()]
    if len(chain) >= hops:
        scope["client"] = (chain[-hops], 0)
    if headers.get(b"x-forwarded-proto", "").split(",")[-1].strip() == "https":
        scope["scheme"] = "https"
    return scope


def limited(receive: Receive, limit: int) -> Receive:
    """`receive`, ending a body that grows over the limit without having said so; raises `HTTPException` 413."""
    size = 0

    async def limited_receive() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise HTTPException(413)
        return message

    return limited_receive


class _Outgoing:
    """Sends the answer with our headers, and ends a stream when the session behind it has ended."""

    def __init__(self, scope: Scope, send: Send, knock: Knock, policy: ContentPolicy | None) -> None:
        self._scope = scope
        self._send = send
        self._knock = knock
        self._policy = policy
        self._started = False
        self._is_stream = False
        self._is_private = scope["path"].startswith(API) and bool(knock.token or knock.bearer)
        """Whether it is for somebody who signed in: a long download, too, ends with the session."""
        self._checked_at = time.monotonic()
        self._watch: asyncio.Task[None] | None = None
        self.ended = False

    async def send(self, message: Message) -> None:
        if self._watch and self.ended:
            raise OSError("the session has ended")
        if message["type"] == "http.response.start":
            self._started = True
            self._add_headers(message)
            self._watch = asyncio.create_task(self._end_with_session()) if self._is_stream else None
        elif self._is_private and time.monotonic() - self._checked_at > RECHECK_SECONDS and not await self._is_still_signed_in():
            await self._cut()
            raise OSError("the session has ended")
        self.ended = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)

    async def fail(self, response: Response, receive: Receive) -> None:
        """Answer with `response`, unless an answer is already under way: then cut it."""
        if self._started:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await response(self._scope, receive, self.send)

    def close(self) -> None:
        """The answer is over, one way or another."""
        if self._watch:
            self._watch.cancel()

    async def _end_with_session(self) -> None:
        """End a stream on which nothing comes, too: whoever may not read it any more has no line to us."""
        while not self.ended:
            await asyncio.sleep(RECHECK_SECONDS)
            if not self.ended and not await self._is_still_signed_in():
                await self._cut()

    async def _cut(self) -> None:
        self.ended = True
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _is_still_signed_in(self) -> bool:
        self._checked_at = time.monotonic()
        try:
            await services().accounts.authenticate(self._knock, is_activity=False)
        except NotAuthenticatedError:
            return False
        return True

    def _add_headers(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        self._is_stream = headers.get("content-type", "").startswith("text/event-stream")
        for name, value in self._wanted(headers, message["status"]).items():
            headers[name] = value
        for name in ("server", "x-powered-by"):
            if name in headers:
                del headers[name]

    def _wanted(self, given: MutableHeaders, status: int) -> dict[str, Any]:
        scheme, path = self._scope["scheme"], self._scope["path"]
        framed = self._policy is not None and status in {200, 304} and is_page(self._scope["method"], path)
        policy = (
            self._policy.header(self._knock.headers["host"], scheme, is_page=framed)
            if self._policy
            else "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
        )
        wanted = {
            "Content-Security-Policy": given.get("content-security-policy", policy),
            "Referrer-Policy": given.get("referrer-policy", "no-referrer"),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
            "Cache-Control": cache_control(path, status, given.get("cache-control", "")),
        }
        return wanted | {"Strict-Transport-Security": HSTS} if scheme == "https" else wanted
