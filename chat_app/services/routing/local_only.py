"""Local models only: the one place where a request to any other is refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import cast

from chat_app.db import Database
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmGateway, LlmRequest, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.catalogue.local import stays_in_house
from chat_app.services.routing import queries
from chat_app.services.routing.dto import LocalOnlyBy
from chat_app.services.routing.errors import LocalOnlyError


class LocalOnly:
    """Decides anew for each request, whoever sends it and for whatever: no use of a model can forget it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def by(self, person_id: str, chat_id: str = "", folder_id: str = "") -> LocalOnlyBy:
        """Who wants local models only there; "" where nobody does."""
        return await self._db.read(lambda session: queries.local_only_by(session, person_id, chat_id, folder_id))

    async def check(self, config: ProviderConfig, request: LlmRequest | EmbedRequest) -> None:
        """Raise `LocalOnlyError` where this request must not go to this provider."""
        if stays_in_house(config, request.model):
            return
        if by := await self.by(request.person, request.chat):
            raise LocalOnlyError(by)

    def around(self, make: Callable[[ProviderConfig], LlmGateway]) -> Callable[[ProviderConfig], LlmGateway]:
        """`make`, with gateways that ask before anything is sent."""
        return lambda config: LocalOnlyGateway(make(config), config, self)


class LocalOnlyGateway:
    """A gateway through which nothing leaves the house that must not."""

    def __init__(self, inner: LlmGateway, config: ProviderConfig, rule: LocalOnly) -> None:
        self.inner = inner
        self._config = config
        self._rule = rule

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        await self._rule.check(self._config, request)
        async with aclosing(cast("AsyncGenerator[LlmEvent]", self.inner.stream(request))) as events:
            async for event in events:
                yield event

    async def embed(self, request: EmbedRequest) -> Embeddings:
        await self._rule.check(self._config, request)
        return await self.inner.embed(request)

    async def list_models(self) -> list[ModelInfo]:
        return await self.inner.list_models()

    async def close(self) -> None:
        await self.inner.close()
