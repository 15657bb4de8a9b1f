"""Server-sent events of a turn, the same for the page and for REST."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from chat_app.services.chat.events import TurnEvent
from chat_app.services.chat.lines import LineEvent

PING = b": ping\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(batches: AsyncIterator[list[TurnEvent]], *, brief: bool = False) -> StreamingResponse:
    """Send batches of events as they come; `brief` leaves out of the last one what the others have said."""
    return StreamingResponse(_encode(batches, brief), media_type="text/event-stream", headers=HEADERS)


async def _encode(batches: AsyncIterator[list[TurnEvent]], brief: bool) -> AsyncIterator[bytes]:
    async for batch in batches:
        # An empty batch is a sign of life, so that proxies keep the connection.
        yield b"".join(encode(event, brief) for event in batch) if batch else PING


def line_stream(batches: AsyncIterator[list[LineEvent]], *, brief: bool = False) -> StreamingResponse:
    """Send the events of several turns as they come; each names its turn."""
    return StreamingResponse(_encode_line(batches, brief), media_type="text/event-stream", headers=HEADERS)


async def _encode_line(batches: AsyncIterator[list[LineEvent]], brief: bool) -> AsyncIterator[bytes]:
    async for batch in batches:
        yield b"".join(encode_of(turn_id.encode(), event, brief) for turn_id, event in batch) if batch else PING


def encode_of(turn_id: bytes, event: TurnEvent | None, brief: bool = False) -> bytes:
    """One event with its turn; "turn.gone" is the last word about a turn that is not there any more."""
    if event is None:
        return b'id: %s:0\nevent: turn.gone\ndata: {"turn_id":"%s"}\n\n' % (turn_id, turn_id)
    return b'id: %s:%d\nevent: %s\ndata: {"turn_id":"%s",%s\n\n' % (
        turn_id,
        event.seq,
        event.type.encode(),
        turn_id,
        _payload(event, brief)[1:],
    )


def encode(event: TurnEvent, brief: bool = False) -> bytes:
    """One event in the format of the HTML standard, §9.2."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, event.type.encode(), _payload(event, brief))


def _payload(event: TurnEvent, brief: bool) -> bytes:
    return event.brief if brief else event.json
