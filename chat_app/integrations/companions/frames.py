"""What goes over the pipes: two lengths (32 bits each, the lowest byte first), a JSON object, and bytes that JSON would only bloat."""

from __future__ import annotations

import asyncio
import json
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

LENGTHS = struct.Struct("<II")
PARENT = "PARLEY_COMPANION_OF"
"""In the environment of a companion: the process that started it."""
MOST = 1 << 30
"""Bytes of one part: more is no message of ours."""


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer."""

    head: dict[str, Any]
    body: bytes = b""


class BrokenFrameError(Exception):
    """What came is no message of ours, or it ends too early."""


def framed(message: Message) -> bytes:
    head = json.dumps(message.head, separators=(",", ":")).encode()
    return LENGTHS.pack(len(head), len(message.body)) + head + message.body


async def receive(stream: asyncio.StreamReader) -> Message:
    """Read the next message; raises `BrokenFrameError` or `asyncio.IncompleteReadError`."""
    head, body = _lengths(await stream.readexactly(LENGTHS.size))
    return Message(json.loads(await stream.readexactly(head)), await stream.readexactly(body))


def read(stream: BinaryIO) -> Message | None:
    """Read the next message; None when there will be no more."""
    start = stream.read(LENGTHS.size)
    if len(start) < LENGTHS.size:
        return None
    head, body = _lengths(start)
    return Message(json.loads(stream.read(head)), stream.read(body))


def _lengths(start: bytes) -> tuple[int, int]:
    head, body = LENGTHS.unpack(start)
    if head > MOST or body > MOST:
        raise BrokenFrameError(f"a message of {head} and {body} bytes")
    return head, body
