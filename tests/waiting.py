"""Waiting for what another task or thread does, however busy the machine is."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable

PATIENCE = 20.0
"""Seconds. Far more than anything here takes, so only what never happens fails."""


async def eventually(condition: Callable[[], object | Awaitable[object]], seconds: float = PATIENCE) -> None:
    """Return as soon as `condition` holds; it may be a coroutine function. Raises `TimeoutError` after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await _value(condition()):
            await asyncio.sleep(0.01)


async def _value(found: object | Awaitable[object]) -> object:
    return await found if inspect.isawaitable(found) else found
