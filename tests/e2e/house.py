"""The app where people sign in, and a way into it for each of them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from chat_app.services.site.sections import SignIn
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.e2e.conftest import device
from tests.e2e.server import AppProcess, build_frontend
from tests.fakes.model_server import ModelServer
from tests.security.people import person


@dataclass
class House:
    """The app with the cookies of those who live there."""

    app: AppProcess
    cookies: dict[str, str]

    def rest(self, name: str) -> httpx.Client:
        headers = {"Cookie": self.cookies[name], "Origin": self.app.url}
        return httpx.Client(base_url=f"{self.app.url}/api/v1", headers=headers, timeout=60)

    def project(self, name: str, **body: Any) -> str:
        with self.rest("ada") as api:
            return api.post("/projects", json={"name": name, **body}).raise_for_status().json()["id"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> AsyncIterator[House]:
    """An app of its own, where people sign in."""
    build_frontend()
    data = tmp_path_factory.mktemp("house")
    shutil.copy(empty_database, data / "parley.db")
    process = AppProcess(data, models.base_url, PARLEY_MODE="multi")
    parts = build_services(Settings(data_dir=data, mode="multi"))
    root, _ = await person(parts, "root", "admin")
    await parts.site.save(root, SignIn(admin_second_factor=False))
    cookies = {name: (await person(parts, name, "user"))[1]["Cookie"] for name in ("ada", "bo")}
    await parts.close()
    process.start()
    yield House(process, cookies)
    process.stop()


Opener = Callable[..., Any]


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, house: House) -> AsyncIterator[Opener]:
    """Opens an address as somebody; a page that logs an error fails its test."""
    made: list[BrowserContext] = []
    errors: list[str] = []

    async def make(name: str, path: str, **options: Any) -> Page:
        context = await browser.new_context(**{**device(house.app), **options})
        made.append(context)
        key, _, value = house.cookies[name].partition("=")
        await context.add_cookies([{"name": key, "value": value, "url": house.app.url, "httpOnly": True, "sameSite": "Lax"}])
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(path)
        return page

    yield make
    for context in made:
        await context.close()
    assert errors == []


async def show(page: Page, tab: str) -> None:
    await page.get_by_test_id(f"tab-{tab}").click()
    await expect(page.get_by_test_id("project")).to_have_attribute("data-tab", tab)
