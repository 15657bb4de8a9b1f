"""A house of many people, and tabs of them on pages of administration."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from reflex.istate.data import RouterData

from chat_app.container import override_services
from chat_app.services.kernel.actor import Actor
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.security.people import person
from tests.state.conftest import Tab

Visit = Callable[..., Awaitable[tuple[Actor, Tab]]]


@pytest_asyncio.fixture
async def house(tmp_path: Path, empty_database: Path) -> AsyncIterator[Services]:
    """Services where everybody signs in."""
    shutil.copy(empty_database, tmp_path / "parley.db")
    with override_services(base=build_services(Settings(data_dir=tmp_path, mode="multi", title_generation=False))) as own:
        yield own
    await own.close()


def at(tab: Tab, path: str) -> Tab:
    """Let the tab stand at an address."""
    tab.root.router_data |= {"pathname": path, "asPath": path}
    tab.root.router = RouterData.from_router_data(tab.root.router_data)
    return tab


@pytest.fixture
def visit(house: Services) -> Visit:
    """Makes somebody of a role, with a tab at an address."""

    async def come(name: str, role: str = "admin", path: str = "/admin") -> tuple[Actor, Tab]:
        actor, headers = await person(house, name, role)
        tab = Tab(headers={"host": "localhost:3000", "origin": headers["Origin"], "cookie": headers["Cookie"]})
        return actor, at(tab, path)

    return come
