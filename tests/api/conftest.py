"""The API with a scripted model behind it, called as the owner on this machine calls it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from chat_app.api.app import create_api
from chat_app.container import override_services
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.turns import TurnService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.services.chat.conftest import OneModel


@pytest.fixture
def model() -> OneModel:
    return OneModel()


@pytest.fixture
async def parts(tmp_path: Path, empty_database: Path, model: OneModel) -> AsyncIterator[Services]:
    settings = Settings(data_dir=tmp_path)
    shutil.copy(empty_database, tmp_path / "parley.db")
    base = build_services(settings)
    hub = base.turns._hub
    turns = TurnService(base.db, hub, base.changes, TurnRunner(base.db, hub, RelayParts(model)), base.messages, model, None)
    rewriter = CanvasRewriter(base.db, model, base.canvases)
    with override_services(base, turns=turns, rewriter=rewriter) as changed:
        yield changed
        await changed.close()


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """The API; it keeps nothing but the pace of its callers."""
    return create_api()


@pytest.fixture
async def api(parts: Services, application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API; errors leave as responses, as they do from a server."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1") as client:
        yield client
