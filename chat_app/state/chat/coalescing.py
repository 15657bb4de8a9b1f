"""Changes come in bursts (a turn begins, its message appears, the list moves): a page takes them over together."""

import asyncio
from collections.abc import AsyncIterator

from chat_app.services.chat.dto import ConversationChange


async def coalesced(changes: AsyncIterator[ConversationChange], seconds: float) -> AsyncIterator[set[ConversationChange]]:
    """Yield what comes within `seconds` of the first change as one set; ends with `changes`."""
    coming = asyncio.ensure_future(anext(changes))
    try:
        while True:
            batch = {await coming}
            end = asyncio.get_running_loop().time() + seconds
            coming = asyncio.ensure_future(anext(changes))
            while (left := end - asyncio.get_running_loop().time()) > 0 and (await asyncio.wait({coming}, timeout=left))[0]:
                batch.add(coming.result())
                coming = asyncio.ensure_future(anext(changes))
            yield batch
    except StopAsyncIteration:
        return
    finally:
        coming.cancel()
