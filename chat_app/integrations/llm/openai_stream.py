"""Reads the body of a `chat/completions` answer: a stream, or a whole JSON object where a server does not stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import aiohttp

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.connection import MAX_ERROR_BYTES, MAX_JSON_BYTES, Connection, read_bounded
from chat_app.integrations.llm.json_objects import object_of
from chat_app.integrations.llm.lines import LineTooLongError
from chat_app.integrations.llm.openai_chunks import ChunkReader
from chat_app.integrations.llm.port import LlmEvent
from chat_app.integrations.llm.sse import DONE, SseParser
from chat_app.integrations.llm.tool_calls import TooManyToolCallsError

_UNREADABLE_CHUNKS = 100
"""So much garbage in one stream is no accident any more."""

_DRAIN_SECONDS = 0.2


async def answer_events(content: aiohttp.StreamReader, reader: ChunkReader, connection: Connection) -> AsyncGenerator[LlmEvent]:
    """Yield the answer's events; raises `UpstreamError`, or aiohttp's errors, where it breaks off.

    The tokens counted up to then are reported before an error leaves.
    """
    try:
        first = await _first_piece(content)
        source = _whole if first.lstrip()[:1] in {b"{", b"<"} else _streamed
        async with aclosing(source(first, content, reader, connection)) as chunks:
            async for events in chunks:
                for event in events:
                    yield event
    except (UpstreamError, aiohttp.ClientError, TimeoutError, LineTooLongError, TooManyToolCallsError):
        for report in reader.usage():
            yield report
        raise
    for event in reader.finish():
        yield event
    await _drain(content)


async def _first_piece(content: aiohttp.StreamReader) -> bytes:
    """Return the beginning, long enough to tell a stream from a whole object."""
    first = await content.readany()
    while first.isspace() and not content.at_eof() and len(first) < MAX_ERROR_BYTES:
        first += await content.readany()
    return first


async def _whole(
    first: bytes, content: aiohttp.StreamReader, reader: ChunkReader, connection: Connection
) -> AsyncGenerator[list[LlmEvent]]:
    limit = MAX_JSON_BYTES if first.lstrip()[:1] == b"{" else MAX_ERROR_BYTES
    body = first + await read_bounded(content, limit)
    answer = object_of(body)
    if answer is not None:
        yield reader.read(answer)
    if not reader.seen:
        raise connection.unreadable(f"not an answer: {body[:300]!r}")


async def _streamed(
    first: bytes, content: aiohttp.StreamReader, reader: ChunkReader, connection: Connection
) -> AsyncGenerator[list[LlmEvent]]:
    parser, unreadable, done, piece = SseParser(), 0, False, first
    tail = _Tail(content, connection.timeouts.after_end)
    while not done:
        for data in parser.feed(piece) if piece else parser.flush():
            if data == DONE:
                done = True
                break
            if (chunk := object_of(data)) is not None:
                yield reader.read(chunk)
            elif (unreadable := unreadable + 1) > _UNREADABLE_CHUNKS:
                raise connection.unreadable(f"garbage: {data[:200]!r}")
        if not piece:
            break
        piece = b"" if done else await (tail.read() if reader.finished else content.readany())
    if not reader.seen:
        raise connection.unreadable("no answer in the stream")
    if not done and not reader.finished:
        raise connection.broken_off("the stream ended without a finish_reason")


class _Tail:
    """What may follow the finish reason (token counts, [DONE]): waited for, but not for long."""

    def __init__(self, content: aiohttp.StreamReader, seconds: float) -> None:
        self._content = content
        self._seconds = seconds
        self._deadline: float | None = None

    async def read(self) -> bytes:
        """Return the next piece; nothing once the time is over or the connection is lost, as the answer is complete."""
        self._deadline = self._deadline or asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._content.readany()
        except (TimeoutError, aiohttp.ClientError):
            return b""


async def _drain(content: aiohttp.StreamReader) -> None:
    """Read to the end, which is mostly there already: only then the connection is kept for the next request."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while not content.at_eof():
                await content.readany()
    except (TimeoutError, aiohttp.ClientError):
        return
