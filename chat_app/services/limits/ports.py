"""What services that begin work know of limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from chat_app.services.kernel.actor import Actor
from chat_app.services.limits.turns import TurnGate


class TurnLimiter(Protocol):
    """Limits answers."""

    async def gate(self, actor: Actor) -> TurnGate | None: ...


class AsideLimiter(Protocol):
    """Limits requests beside the chat."""

    def aside(self, actor: Actor) -> AbstractAsyncContextManager[None]: ...

    async def begin_aside(self, actor: Actor) -> None: ...

    def end_aside(self, actor: Actor) -> None: ...


class UploadLimiter(Protocol):
    """Limits files."""

    async def upload(self, actor: Actor, size: int) -> None: ...


class NoLimits:
    """Where nothing is limited."""

    async def gate(self, actor: Actor) -> TurnGate | None:  # noqa: ARG002
        return None

    async def upload(self, actor: Actor, size: int) -> None:
        """Lets everything through."""

    async def begin_aside(self, actor: Actor) -> None:
        """Lets everything through."""

    def end_aside(self, actor: Actor) -> None:
        """Counts nothing."""

    @asynccontextmanager
    async def aside(self, actor: Actor) -> AsyncIterator[None]:  # noqa: ARG002
        yield
