"""The events of several turns on one line: browsers have few connections, and answers beside each other need one each else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from chat_app.errors import NotFoundError
from chat_app.services.chat.events import TurnEvent

MAX_TURNS = 12

Batch = list[TurnEvent]
LineEvent = tuple[str, TurnEvent | None]
"""A turn's id and its event; None for a turn that is gone (its chat went into the trash, say)."""


async def together(streams: Mapping[str, AsyncIterator[Batch]]) -> AsyncIterator[list[LineEvent]]:
    """Yield the events of all streams as they come, an empty batch as a sign of life; ends with the last stream."""
    arrived: asyncio.Queue[tuple[str, Batch | Exception | None]] = asyncio.Queue()
    pumps = [asyncio.create_task(_pump(turn_id, stream, arrived)) for turn_id, stream in streams.items()]
    left = len(pumps)
    try:
        while left:
            batch: list[LineEvent] = []
            for turn_id, events in await _all_that_came(arrived):
                if isinstance(events, NotFoundError):
                    batch.append((turn_id, None))
                elif isinstance(events, Exception):
                    raise events
                left -= events is None
                batch += [(turn_id, event) for event in events or ()] if isinstance(events, list) else []
            if batch or left:
                yield batch
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(turn_id: str, stream: AsyncIterator[Batch], arrived: asyncio.Queue[tuple[str, Batch | Exception | None]]) -> None:
    try:
        async for batch in stream:
            arrived.put_nowait((turn_id, batch))
    except Exception as problem:  # noqa: BLE001  (raised where the line is read)
        arrived.put_nowait((turn_id, problem))
    arrived.put_nowait((turn_id, None))


async def _all_that_came(arrived: asyncio.Queue[tuple[str, Batch | Exception | None]]) -> list[tuple[str, Batch | Exception | None]]:
    """Wait for the first, take what else is there."""
    found = [await arrived.get()]
    while not arrived.empty():
        found.append(arrived.get_nowait())
    return found
