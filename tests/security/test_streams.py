"""A stream ends with the session that asked for it, and a broken one ends cleanly."""

from __future__ import annotations

import asyncio
import sys

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from chat_app.api.csp import ContentPolicy
from chat_app.api.security import SecurityWrapper
from tests.security.conftest import PASSWORD, password_set, visit

FRAMES = 40


async def numbers():
    for number in range(FRAMES):
        yield f"data: {number}\n\n"
        await asyncio.sleep(0.05)


@pytest.fixture
def streaming(networked) -> SecurityWrapper:
    api = FastAPI()

    @api.get("/api/v1/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(numbers(), media_type="text/event-stream")

    @api.get("/api/v1/download")
    async def download() -> StreamingResponse:
        return StreamingResponse(numbers(), media_type="application/zip")

    return SecurityWrapper(api, networked.settings, ContentPolicy(()))


async def read(app: SecurityWrapper, token: str, after_first=None, path: str = "/api/v1/stream") -> str:
    """The stream's text; `after_first` is awaited when its first piece has come."""
    sent: list[bytes] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("8.8.8.8", 1), "server": ("parley.test", 80),
        "headers": [(b"host", b"parley.test"), (b"cookie", f"parley_session={token}".encode())],
    }  # fmt: skip

    async def receive():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message.get("body", b""))
        if after_first and sent[-1].startswith(b"data: 2"):
            await after_first()

    await app(scope, receive, send)
    return b"".join(sent).decode()


@pytest.mark.parametrize("path", ["/api/v1/stream", "/api/v1/download"])
async def test_a_stream_stops_when_its_session_ends(streaming, networked, monkeypatch, path):
    monkeypatch.setattr("chat_app.api.security.RECHECK_SECONDS", 0.1)
    monkeypatch.setattr(sys.modules[__name__], "FRAMES", 400)  # Looking again may take its time on a busy machine.
    await password_set(networked)
    token = (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
    text = await read(streaming, token, lambda: networked.accounts.sign_out(token), path)
    assert "data: 2" in text
    assert f"data: {FRAMES - 1}" not in text


@pytest.mark.parametrize("path", ["/api/v1/stream", "/api/v1/download"])
async def test_a_stream_goes_on_while_its_session_lives(streaming, networked, monkeypatch, path):
    monkeypatch.setattr("chat_app.api.security.RECHECK_SECONDS", 0.1)
    await password_set(networked)
    token = (await networked.accounts.sign_in("", PASSWORD, visit("8.8.8.8"))).token
    assert "data: 39" in await read(streaming, token, path=path)


async def test_a_stream_that_breaks_is_cut_without_details(networked):
    api = FastAPI()

    async def broken():
        yield "data: 1\n\n"
        raise RuntimeError("CANARY")

    @api.get("/api/v1/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(broken(), media_type="text/event-stream")

    transport = httpx.ASGITransport(app=SecurityWrapper(api, networked.settings, ContentPolicy(())))
    async with httpx.AsyncClient(transport=transport, base_url="http://parley.test") as client:
        answer = await client.get("/api/v1/stream")
    assert answer.text == "data: 1\n\n"
