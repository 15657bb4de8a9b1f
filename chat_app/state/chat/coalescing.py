"""Changes come in bursts (a turn begins, its message appears, the list moves): a page takes them over together."""

import asyncio
from collections.abc import AsyncIterator

from chat_app.services.chat.dto import ConversationChange


async def coalesced(
    changes: AsyncIterator[ConversationChange], seconds: float, apart: float = 0.0
) -> AsyncIterator[set[ConversationChange]]:
    """Yield what comes within `seconds` of the first change as one set, and sets at least `apart` seconds apart; ends with `changes`."""
    now = asyncio.get_running_loop().time
    next_at = 0.0
    coming = asyncio.ensure_future(anext(changes))
    try:
        while True:
            batch = {await coming}
            end = max(now() + seconds, next_at)
            coming = asyncio.ensure_future(anext(changes))
            while (left := end - now()) > 0 and (await asyncio.wait({coming}, timeout=left))[0]:
                batch.add(coming.result())
                coming = asyncio.ensure_future(anext(changes))
            next_at = now() + apart
            yield batch
    except StopAsyncIteration:
        return
    finally:
        coming.cancel()
