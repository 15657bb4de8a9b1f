"""Identifiers: UUID version 7 (RFC 9562), so that they sort by time of making."""

from __future__ import annotations

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new UUIDv7 as text. Ids made by this process increase strictly, also within a millisecond."""
    global _last  # noqa: PLW0603  (the clock of this process)
    with _lock:
        # 48 bits of milliseconds and 12 bits of their fraction (RFC 9562 §6.2, method 3).
        now = time.time_ns() * 4096 // 1_000_000
        _last = now if now > _last else _last + 1
        stamp = _last
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Whether `text` has the shape of our ids; anything else need not ask the database."""
    try:
        return str(uuid.UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        return False
