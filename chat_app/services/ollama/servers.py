"""Which Ollama servers there are: that of the environment, and those that administrators set up for all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol
from urllib.parse import urlsplit

from chat_app.errors import UpstreamError, UpstreamTimeoutError, UpstreamUnavailableError
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.integrations.ollama.port import OllamaPort
from chat_app.services.ollama.dto import ServerInfo
from chat_app.services.ollama.errors import ServerNotFoundError

UNKNOWN_REGION = "unknown"
ANSWER_SECONDS = 5.0
GONE = "ollama_errors.gone"


class Rows(Protocol):
    """Knows the providers that were set up in Parley (services/providers)."""

    async def load(self, owner_id: str) -> Sequence[ProviderConfig]: ...

    async def blocked_regions(self) -> frozenset[str]: ...


class OllamaServers:
    """Finds servers, and opens connections that are closed again."""

    def __init__(self, environment: Sequence[ProviderConfig], rows: Rows, connect: Callable[[ProviderConfig], OllamaPort]) -> None:
        self._environment = [config for config in environment if config.kind is ProviderKind.OLLAMA]
        self._rows = rows
        self._connect = connect

    async def configs(self) -> list[ProviderConfig]:
        """All that may be used, that of the environment first."""
        blocked = await self._rows.blocked_regions()
        rows = [config for config in await self._rows.load("") if config.kind is ProviderKind.OLLAMA]
        return [config for config in [*self._environment, *rows] if (config.region or UNKNOWN_REGION) not in blocked]

    async def find(self, server_id: str) -> ProviderConfig:
        """Raises `ServerNotFoundError`."""
        found = next((config for config in await self.configs() if config.id == server_id), None)
        if found is None:
            raise ServerNotFoundError
        return found

    async def infos(self) -> list[ServerInfo]:
        """How each of them is, asked all at once."""
        return list(await asyncio.gather(*(self.info(config) for config in await self.configs())))

    async def info(self, config: ProviderConfig) -> ServerInfo:
        source = "environment" if config in self._environment else "provider"
        version, error = "", None
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self.open(config) as server:
                version = await server.version()
        except TimeoutError:
            error = UpstreamTimeoutError(GONE, provider=config.label)
        except UpstreamError as failure:
            error = in_words(failure, config.label)
        address = urlsplit(config.base_url).netloc.rpartition("@")[2]
        return ServerInfo(config.id, config.label, address, source, version, error.key if error else "", error.params if error else {})

    @asynccontextmanager
    async def open(self, config: ProviderConfig) -> AsyncGenerator[OllamaPort]:
        server = self._connect(config)
        try:
            yield server
        finally:
            await server.close()


def in_words(error: UpstreamError, label: str) -> UpstreamError:
    """The sentences about providers speak of answers in chats; whoever looks after a server needs another one."""
    if isinstance(error, UpstreamUnavailableError | UpstreamTimeoutError) and not error.key.startswith("ollama_errors."):
        return UpstreamUnavailableError(GONE, provider=label, detail=error.detail)
    return error
