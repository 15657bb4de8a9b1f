"""Both kinds of index: in a process of its own, and a server (its client's own store in memory, which speaks the same interface)."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from qdrant_client import AsyncQdrantClient

from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.integrations.vectors.port import VectorIndex, VectorIndexes
from chat_app.integrations.vectors.server_indexes import ServerIndexes
from tests.integrations.vectors.points import DIMENSIONS


@pytest.fixture(params=["edge", "server"])
async def indexes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VectorIndexes]:
    # The store in memory needs no indexes of payloads and says so.
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        made = EdgeIndexes(tmp_path / "vectors") if request.param == "edge" else ServerIndexes(AsyncQdrantClient(":memory:"))
        yield made
        await made.close()


@pytest.fixture
async def index(indexes: VectorIndexes) -> VectorIndex:
    return await indexes.open("model-a", DIMENSIONS)


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[EdgeIndexes]:
    made = EdgeIndexes(tmp_path / "vectors")
    yield made
    await made.close()
