"""Administrators have a folder of the server watched, and see what finds documents; a chat becomes knowledge from its menu."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer

DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE", "color_scheme": "dark"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the server below which others may be watched."""
    place = tmp_path_factory.mktemp("server")
    for name in ("contracts", "scans"):
        (place / name).mkdir()
        file = place / name / "rent.txt"
        file.write_text("The notice period of the flat is three months.")
        os.utime(file, (time.time() - 60, time.time() - 60))
    return place


@pytest.fixture(scope="module")
def house(models: ModelServer, place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    build_frontend()
    data = tmp_path_factory.mktemp("admin_knowledge")
    process = AppProcess(data, models.base_url, PARLEY_WATCH_FOLDERS=str(place), PARLEY_EMBEDDING_MODEL="none")
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(params=[(DESKTOP, "contracts"), (PHONE, "scans")], ids=["desktop", "phone"], loop_scope="session")
async def visit(browser: Browser, house: AppProcess, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Page, str]]:
    device, name = request.param
    context = await browser.new_context(base_url=house.url, **device)
    yield await context.new_page(), name
    await context.close()


async def test_a_folder_is_watched_and_looked_through(visit: tuple[Page, str], place: Path) -> None:
    page, name = visit
    await page.goto("/admin/knowledge")
    await expect(page.get_by_test_id("model-in-use")).to_be_visible(timeout=30_000)
    await page.get_by_test_id("watch-folder").click()
    await page.get_by_test_id("field-path").fill("/etc")
    await page.get_by_test_id("watched-form-send").click()
    await expect(page.get_by_role("alert")).to_contain_text(str(place))
    await page.get_by_test_id("field-path").fill(str(place / name))
    await page.get_by_test_id("watched-form-send").click()
    row = page.locator(f'[data-testid="watched-folder"][data-path="{place / name}"]')
    await expect(row).to_be_visible()
    await row.get_by_test_id("scan-folder").click()
    await expect(row.get_by_test_id("scanned").or_(row.get_by_test_id("watched-problem"))).to_be_visible()
    assert await violations(page) == []
    await row.get_by_test_id("remove-folder").click()
    await page.get_by_test_id("remove-form-send").click()
    await expect(row).to_have_count(0)


async def test_a_model_that_nobody_serves_is_not_chosen(visit: tuple[Page, str]) -> None:
    page, _ = visit
    await page.goto("/admin/knowledge")
    await page.get_by_test_id("choose-model").click(timeout=30_000)
    await page.get_by_test_id("option-provider").check()
    await page.get_by_test_id("embedding-model").fill("nobody/vectors")
    await expect(page.get_by_test_id("estimate").locator(".admin-field-problem")).to_be_visible()
    await page.get_by_test_id("switch-model").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_test_id("option-words").check()
    await page.get_by_test_id("switch-model").click()
    await expect(page.get_by_test_id("index-state")).to_have_attribute("data-chosen", "none")
    await page.get_by_test_id("optimize-index").click()
    await expect(page.get_by_test_id("optimized")).not_to_be_empty()


async def test_a_chat_becomes_knowledge_and_is_so_no_longer(browser: Browser, house: AppProcess) -> None:
    context = await browser.new_context(base_url=house.url, **DESKTOP)
    page = await context.new_page()
    await page.goto("/")
    async with httpx.AsyncClient(base_url=f"{house.url}/api/v1", headers={"Origin": house.url}) as api:
        made = (await api.post("/conversations", json={})).json()
    await page.goto(f"/c/{made['id']}")
    row = page.locator(".chat-row").first
    await row.hover(timeout=30_000)
    await row.get_by_test_id("chat-menu").click()
    await page.get_by_test_id("semantic").click()
    await page.get_by_test_id("semantic-begin").click()
    await expect(page.get_by_test_id("chat-knowledge")).to_be_visible()
    await row.hover()
    await row.get_by_test_id("chat-menu").click()
    await page.get_by_test_id("semantic").click()
    await page.get_by_test_id("semantic-end").click()
    await expect(page.get_by_test_id("chat-knowledge")).to_have_count(0)
    await context.close()
