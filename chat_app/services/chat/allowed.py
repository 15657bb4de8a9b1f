"""A stream goes on as long as its reader may read what it tells."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from chat_app.services.chat.feed import ChangeFeed

T = TypeVar("T")
RECHECK_SECONDS = 5.0
"""Rights that another process took away end a stream after this long; those of this process at once."""


async def while_allowed(
    batches: AsyncGenerator[list[T], None], check: Callable[[], Awaitable[object]], changes: ChangeFeed
) -> AsyncIterator[list[T]]:
    """Hand batches on until `check` raises, which is asked before anything that came after a right may have ended."""
    seen, checked_at = changes.rights, time.monotonic()
    async with aclosing(batches):
        async for batch in batches:
            now = time.monotonic()
            if changes.rights != seen or now - checked_at >= RECHECK_SECONDS:
                seen, checked_at = changes.rights, now
                await check()
            yield batch
