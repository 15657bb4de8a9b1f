"""Many people in one Parley, each with a tab."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from chat_app.container import override_services
from chat_app.services.kernel.actor import Actor
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.security.people import person
from tests.state.conftest import Tab

SOMEWHERE = "203.0.113.5"
People = Callable[..., Awaitable[tuple[Actor, Tab]]]


@pytest_asyncio.fixture
async def many(tmp_path: Path, empty_database: Path) -> AsyncIterator[Services]:
    """Services for many people, on a database of their own."""
    shutil.copy(empty_database, tmp_path / "parley.db")
    built = build_services(Settings(data_dir=tmp_path, mode="multi", title_generation=False))
    with override_services(built) as own:
        yield own
    await own.close()


@pytest.fixture
def someone(many: Services) -> People:
    """Makes a person with a tab: `actor, tab = await someone("ada", "admin")`."""

    async def make(name: str, role: str = "user") -> tuple[Actor, Tab]:
        actor, headers = await person(many, name, role)
        return actor, Tab(headers={"host": "localhost:3000", "cookie": headers["Cookie"]}, peer=SOMEWHERE)

    return make
