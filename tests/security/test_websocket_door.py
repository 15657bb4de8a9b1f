"""The door for websockets of our own, without Reflex behind it (X9)."""

from __future__ import annotations

import pytest

from chat_app.api.auth import knock_of
from chat_app.api.websocket_door import MAX_FRAME, WebsocketDoor
from tests.security.conftest import PASSWORD, password_set, visit

DATABASES = ("sqlite",)


class Echo:
    """An ASGI app that takes everybody and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[dict] = []

    async def __call__(self, scope, receive, send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            self.got.append(message)
        self.got.append(message)


async def knock(
    parts, *frames: str, origin: str = "http://parley.test", token: str = "", door: WebsocketDoor | None = None, **headers: str
) -> tuple[list[dict], list[dict]]:
    """Open a websocket at `/ws/v1/x`, send `frames`, hang up; what the browser and what the app got."""
    given = {"host": "parley.test", "cookie": f"parley_session={token}"} | ({"origin": origin} if origin else {}) | headers
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "websocket", "path": "/ws/v1/x", "scheme": "http", "client": ("8.8.8.8", 1), "headers": raw}
    messages = [
        {"type": "websocket.connect"},
        *({"type": "websocket.receive", "text": frame} for frame in frames),
        {"type": "websocket.disconnect", "code": 1000},
    ]
    incoming, sent, app = iter(messages), [], Echo()

    async def receive() -> dict:
        return next(incoming)

    async def send(message: dict) -> None:
        sent.append(message)

    door = WebsocketDoor(app, parts.settings) if door is None else door
    await door(scope, receive, send, knock_of(scope))
    return sent, app.got


@pytest.fixture
async def token(networked) -> str:
    await password_set(networked)
    return (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token


async def test_lets_the_signed_in_through(networked, token):
    sent, got = await knock(networked, "hello", token=token)
    assert [message["type"] for message in sent] == ["websocket.accept"]
    assert got[0]["text"] == "hello"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"host": "evil.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_refuses_a_foreign_page_although_the_cookie_is_right(networked, token, wrong):
    sent, got = await knock(networked, "hello", token=token, **wrong)
    assert (sent, got) == ([{"type": "websocket.close", "code": 1008}], [])


async def test_refuses_strangers(networked, token):
    assert await knock(networked, "hello", token="x") == ([{"type": "websocket.close", "code": 1008}], [])


async def test_hangs_up_on_a_huge_frame(networked, token):
    sent, got = await knock(networked, "x" * (MAX_FRAME + 1), token=token)
    assert sent[-1] == {"type": "websocket.close", "code": 1009}
    assert got == [{"type": "websocket.disconnect", "code": 1009}]


async def test_hangs_up_on_a_flood(networked, token):
    sent, got = await knock(networked, *["x"] * 500, token=token)
    assert sent[-1] == {"type": "websocket.close", "code": 1008}
    assert len(got) < 250


async def test_one_network_opens_so_many_in_a_row(networked, token):
    """R9: each would leave a state in memory for an hour."""
    door = WebsocketDoor(Echo(), networked.settings)
    opened = [(await knock(networked, token=token, door=door))[0][0]["type"] == "websocket.accept" for _ in range(200)]
    assert 150 <= sum(opened) < 160
