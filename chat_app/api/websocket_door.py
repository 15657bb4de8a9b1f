"""The door for websockets, Reflex's own included: who may open one, how fast it may talk, when it has to go."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.api.request_rules import is_foreign, is_known_host
from chat_app.container import services
from chat_app.errors import NotAuthenticatedError
from chat_app.services.accounts import Knock
from chat_app.services.accounts.authentication import FORWARDING_HEADERS
from chat_app.services.accounts.throttle import network_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.settings import Settings

logger = logging.getLogger(__name__)

OPEN_PER_NETWORK = 300
OPENINGS_PER_SECOND = 2
OPENINGS_AT_ONCE = 150
FRAMES_PER_SECOND = 40
FRAMES_AT_ONCE = 200
MAX_FRAME = 1_000_000
RECHECK_SECONDS = 3
"""With what `services/tokens` and `SessionStore` remember, an end is seen within five seconds."""

# Reflex keeps the handshake's headers in the state and sends most of them to the page. What a proxy adds for us
# is not the page's business; what tells who comes has to stay.
PASSED_ON = FORWARDING_HEADERS | {
    *("host", "origin", "cookie", "user-agent", "accept-language", "connection", "upgrade", "sec-fetch-site"),
    *("sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions"),
}

POLICY_VIOLATION = 1008
TOO_BIG = 1009


class WebsocketDoor:
    """Lets a signed-in person's websocket through to the app, as long as the session lives."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._open: Counter[str] = Counter()
        self._openings = TokenBuckets(OPENINGS_PER_SECOND, OPENINGS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send, knock: Knock) -> None:
        network = network_of(knock.peer)
        actor = await self._actor(scope, knock)
        if actor is None or self._open[network] >= OPEN_PER_NETWORK or not self._openings.take(network):
            logger.warning("Refused a websocket from %s", knock.peer)
            await receive()
            return await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        self._open[network] += 1
        connection = _Connection(receive, send)
        passed = PASSED_ON if knock.bearer is None else PASSED_ON | {"authorization"}
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") in passed]
        watch = asyncio.create_task(self._watch(connection, knock)) if actor.session_id or actor.api_key_id else None
        try:
            await self._app(scope, connection.receive, connection.send)
        finally:
            self._open -= Counter([network])
            if watch:
                watch.cancel()

    async def _actor(self, scope: Scope, knock: Knock) -> Actor | None:
        """Who opens it; None if nobody of ours does, a page of another website, or a program that wants what is for pages."""
        if knock.bearer is not None and _is_for_pages(scope["path"]):
            return None
        if not is_known_host(knock.headers, self._settings) or is_foreign("POST", scope["path"], knock.headers, self._settings):
            return None
        try:
            return await services().accounts.authenticate(knock)
        except NotAuthenticatedError:
            return None

    @staticmethod
    async def _watch(connection: _Connection, knock: Knock) -> None:
        """Close the websocket within seconds of its session's end, whatever runs behind it."""
        try:
            while True:
                await asyncio.sleep(RECHECK_SECONDS)
                await services().accounts.authenticate(knock, is_activity=False)
        except NotAuthenticatedError:
            await connection.close(POLICY_VIOLATION)


def _is_for_pages(path: str) -> bool:
    """Whether this is Reflex's own websocket: it knows people by their cookie, and would not see a program's key."""
    return path.startswith("/_event")


class _Connection:
    """One websocket, with a limit on frames, that can be closed from outside the app."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._frames = TokenBuckets(FRAMES_PER_SECOND, FRAMES_AT_ONCE)
        self._closed = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if len(message.get("text") or message.get("bytes") or "") > MAX_FRAME:
            return await self.close(TOO_BIG)
        if not self._frames.take(""):
            return await self.close(POLICY_VIOLATION)
        return message

    async def send(self, message: Message) -> None:
        if not self._closed:
            await self._send(message)

    async def close(self, code: int) -> Message:
        """Close it for the browser and, with the message returned, for the app."""
        if not self._closed:
            self._closed = True
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}
