"""The generations on a Qdrant server: collections of our prefix, and the alias that says which of them serves."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Collection
from typing import Any

from qdrant_client import AsyncQdrantClient, models

from chat_app.integrations.vectors.port import IndexUnavailableError
from chat_app.integrations.vectors.server_index import NOTED, ServerIndex, answering
from chat_app.integrations.vectors.shapes import DENSE, DOCUMENT, PLACE, WORDS, file_name

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20
GENERATION, FORMAT = "parley_generation", "parley_format"
VERSION = 1


class ServerIndexes:
    """See `VectorIndexes`. Collections are told apart by what we wrote into their metadata (Qdrant 1.16 and later)."""

    def __init__(self, client: AsyncQdrantClient, prefix: str = "parley") -> None:
        """`prefix` keeps several installations on one server apart."""
        self._client = client
        self._prefix = prefix
        self._open: dict[str, ServerIndex] = {}
        self._turn = asyncio.Lock()

    async def open(self, generation: str, dimensions: int | None) -> ServerIndex:
        async with self._turn, answering():
            index = self._open.get(generation)
            if index is None or index.dimensions != dimensions:
                index = self._open[generation] = await self._opened(generation, dimensions)
            return index

    async def serving(self) -> str | None:
        async with answering():
            aliases = (await self._client.get_aliases()).aliases
            collection = next((alias.collection_name for alias in aliases if alias.alias_name == self._alias), None)
            return (await self._metadata(collection)).get(GENERATION) if collection else None

    async def serve(self, generation: str) -> None:
        """One request changes both, so that there is always one that serves."""
        create = models.CreateAlias(collection_name=self._collection(generation), alias_name=self._alias)
        async with answering():
            there = {alias.alias_name for alias in (await self._client.get_aliases()).aliases}
            before = [models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=self._alias))] if self._alias in there else []
            await self._client.update_collection_aliases([*before, models.CreateAliasOperation(create_alias=create)])

    async def keep_only(self, generations: Collection[str]) -> None:
        async with self._turn, answering():
            for collection in (await self._client.get_collections()).collections:
                ours = (await self._metadata(collection.name)).get(GENERATION) if collection.name.startswith(self._prefix) else None
                if ours is not None and ours not in generations and collection.name == self._collection(ours):
                    self._open.pop(ours, None)
                    await self._client.delete_collection(collection.name)

    async def close(self) -> None:
        self._open.clear()
        await self._client.close()

    async def _opened(self, generation: str, dimensions: int | None) -> ServerIndex:
        name = self._collection(generation)
        if await self._client.collection_exists(name):
            metadata = await self._metadata(name)
            if metadata.get(GENERATION) != generation:
                raise IndexUnavailableError(f"the collection {name} is not ours")
            if metadata.get(FORMAT) == VERSION and await self._size(name) == dimensions:
                await self._index_fields(name)
                return ServerIndex(self._client, name, generation, dimensions, to_fill=not metadata.get(NOTED))
            await self._client.delete_collection(name)
        await self._make(name, generation, dimensions)
        return ServerIndex(self._client, name, generation, dimensions, to_fill=True)

    async def _make(self, name: str, generation: str, dimensions: int | None) -> None:
        await self._client.create_collection(
            name,
            vectors_config={} if dimensions is None else {DENSE: models.VectorParams(size=dimensions, distance=models.Distance.COSINE)},
            sparse_vectors_config={WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            metadata={GENERATION: generation, FORMAT: VERSION, NOTED: False},
        )
        await self._index_fields(name)
        logger.warning("the collection %s begins empty and is filled from the database", name)

    async def _index_fields(self, name: str) -> None:
        """What is there already stays: a process may have died between the collection and its indexes."""
        for field, tenant in ((PLACE, True), (DOCUMENT, False)):
            schema = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=tenant)
            await self._client.create_payload_index(name, field, schema, wait=True)

    async def _metadata(self, name: str) -> dict[str, Any]:
        return (await self._client.get_collection(name)).config.metadata or {}

    async def _size(self, name: str) -> int | None:
        vectors = (await self._client.get_collection(name)).config.params.vectors
        dense = vectors.get(DENSE) if isinstance(vectors, dict) else None
        return dense.size if dense else None

    @property
    def _alias(self) -> str:
        return f"{self._prefix}-serving"

    def _collection(self, generation: str) -> str:
        return f"{self._prefix}-{file_name(generation)}"


def connected(url: str, api_key: str, prefix: str) -> ServerIndexes:
    """Collections on the server at `url`. Nothing is asked yet; redirects and proxies of the environment are not followed."""
    with warnings.catch_warnings(action="ignore"):
        client = AsyncQdrantClient(
            url=url,
            api_key=api_key or None,
            timeout=TIMEOUT_SECONDS,
            check_compatibility=False,
            trust_env=False,
            follow_redirects=False,
        )
    if api_key and url.startswith("http://"):
        logger.warning("PARLEY_QDRANT_API_KEY travels unencrypted to %s", url)
    return ServerIndexes(client, prefix)
