"""The list of 4,000 models: found, filtered, switched, renamed; with a keyboard, on a phone; and the picker beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bench.catalogue.provider import MODELS, listing_provider, names
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations

DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE", "color_scheme": "dark"}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
LAST = names()[-1]


@pytest.fixture(scope="module")
def large_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    build_frontend()
    with listing_provider() as url:
        process = AppProcess(tmp_path_factory.mktemp("large"), url, OPENAI_BASE_URL=f"{url}/v1", OPENAI_API_KEY="test")
        process.start()
        yield process
        process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def contexts(browser: Browser) -> AsyncIterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        await context.close()


async def opened(browser: Browser, contexts: list[BrowserContext], app: AppProcess, path: str, device: dict = DESKTOP) -> Page:
    context = await browser.new_context(base_url=app.url, **device)
    contexts.append(context)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    await page.goto(path)
    return page


@DEVICES
async def test_search_switch_and_rename(browser: Browser, contexts: list[BrowserContext], large_app: AppProcess, device: dict) -> None:
    page = await opened(browser, contexts, large_app, "/admin/models", device)
    await expect(page.get_by_test_id("catalogue-total")).to_have_attribute("data-total", str(MODELS), timeout=30_000)
    rows = page.get_by_test_id("catalogue-row")
    assert await rows.count() <= 240
    await page.get_by_test_id("catalogue-search").fill(LAST)
    await expect(rows).to_have_count(1)
    assert await violations(page) == []
    await page.get_by_test_id("catalogue-name").click()
    await page.get_by_test_id("model-label").fill(f"The last {device['viewport']['width']}")
    assert await violations(page) == []
    await page.get_by_test_id("model-save").click()
    await expect(page.get_by_test_id("model-panel")).to_have_count(0)
    await expect(rows).to_contain_text(f"The last {device['viewport']['width']}")
    await page.locator(".catalogue-switch .admin-switch").click()
    await expect(rows).to_have_attribute("data-off", "")
    async with httpx.AsyncClient(base_url=large_app.url) as rest:
        entry = (await rest.get(f"/api/v1/admin/models/openai/{LAST}")).json()["entry"]
        assert entry["enabled"] is False
        await rest.patch(f"/api/v1/admin/models/openai/{LAST}", json={"enabled": True, "label": ""})


async def test_a_search_is_switched_at_once(browser: Browser, contexts: list[BrowserContext], large_app: AppProcess) -> None:
    page = await opened(browser, contexts, large_app, "/models")
    await expect(page.get_by_test_id("catalogue-row").first).to_be_visible(timeout=30_000)
    await page.get_by_test_id("catalogue-search").fill("nova 70b")
    await expect(page.get_by_test_id("catalogue-total")).not_to_have_attribute("data-total", str(MODELS), timeout=15_000)
    await page.get_by_test_id("switch-all-off").click()
    await page.get_by_test_id("confirm").click()
    await expect(page.locator("[data-testid=catalogue-row]:not([data-off])")).to_have_count(0)
    await page.get_by_test_id("filter-enabled").select_option("true")
    await expect(page.get_by_test_id("catalogue-row")).to_have_count(0)
    await page.get_by_test_id("clear-filters").click()
    await expect(page.get_by_test_id("catalogue-row").first).to_be_visible()
    async with httpx.AsyncClient(base_url=large_app.url) as rest:
        await rest.post("/api/v1/models/settings/switch", json={"enabled": True, "filters": {}})


async def test_rows_are_walked_with_keys(browser: Browser, contexts: list[BrowserContext], large_app: AppProcess) -> None:
    page = await opened(browser, contexts, large_app, "/admin/models")
    first, second = page.get_by_test_id("catalogue-name").nth(0), page.get_by_test_id("catalogue-name").nth(1)
    await first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(second).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("model-prices")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("model-panel")).to_have_count(0)
    await expect(second).to_be_focused()


async def test_the_picker_finds_what_the_page_does_not_hold(
    browser: Browser, contexts: list[BrowserContext], large_app: AppProcess
) -> None:
    page = await opened(browser, contexts, large_app, "/")
    await ChatPage(page).open()
    await page.get_by_test_id("model-picker").click()
    await expect(page.get_by_test_id("model-option").first).to_be_visible(timeout=30_000)
    assert await page.get_by_test_id("model-option").count() <= 420
    await page.get_by_test_id("model-search").fill(LAST)
    option = page.locator(f"[data-testid=model-option][data-model='openai/{LAST}']")
    await option.click()
    await expect(page.get_by_test_id("model-picker")).to_contain_text(LAST)


async def test_what_went_wrong_is_said_and_tried_again(browser: Browser, contexts: list[BrowserContext], large_app: AppProcess) -> None:
    page = await opened(browser, contexts, large_app, "/admin/models")
    await expect(page.get_by_test_id("catalogue-row").first).to_be_visible()
    await page.route("**/api/v1/admin/models?*", lambda route: route.abort())
    await page.get_by_test_id("catalogue-search").fill("qwen")
    await expect(page.locator(".catalogue [role=alert]")).to_be_visible()
    await page.unroute("**/api/v1/admin/models?*")
    await page.locator(".catalogue [role=alert] button").click()
    await expect(page.get_by_test_id("catalogue-row").first).to_contain_text("qwen")
