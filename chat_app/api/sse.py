"""Server-sent events of a turn, the same for the page and for REST."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from chat_app.services.chat.events import TurnEvent

PING = b": ping\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(batches: AsyncIterator[list[TurnEvent]]) -> StreamingResponse:
    """Send batches of events as they come."""
    return StreamingResponse(_encode(batches), media_type="text/event-stream", headers=HEADERS)


async def _encode(batches: AsyncIterator[list[TurnEvent]]) -> AsyncIterator[bytes]:
    async for batch in batches:
        # An empty batch is a sign of life, so that proxies keep the connection.
        yield b"".join(map(encode, batch)) if batch else PING


def encode(event: TurnEvent) -> bytes:
    """One event in the format of the HTML standard, §9.2."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, event.type.encode(), event.json)
