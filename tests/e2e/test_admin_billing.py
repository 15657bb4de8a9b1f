"""The house's money in the browser: giving credit, rules of margins, and wallets that stop when the books are wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
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
BOTH = pytest.mark.parametrize("page", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)
TABS = ("overview", "wallets", "purchases", "invoices", "vouchers", "settings")
PATIENCE = 30_000


@pytest.fixture(scope="module")
def house(models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[AppProcess]:
    """An app whose owner is the only person."""
    build_frontend()
    data = tmp_path_factory.mktemp("billing")
    shutil.copy(empty_database, data / "parley.db")
    process = AppProcess(data, models.base_url)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(request: pytest.FixtureRequest, browser: Browser, house: AppProcess) -> AsyncIterator[Page]:
    context = await browser.new_context(base_url=house.url, **getattr(request, "param", DESKTOP))
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto("/admin/billing")
    await expect(page.get_by_test_id("admin-billing")).to_be_visible(timeout=PATIENCE)
    yield page
    await context.close()


async def show(page: Page, tab: str) -> None:
    await page.get_by_test_id(f"tab-{tab}").click()
    await expect(page.get_by_test_id("admin-billing")).to_have_attribute("data-tab", tab)


@BOTH
async def test_every_tab_can_be_read_by_everybody_and_fits_the_screen(page: Page) -> None:
    for tab in TABS:
        await show(page, tab)
        await expect(page.locator("[data-testid=admin-billing] .skeleton")).to_have_count(0)
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


async def test_given_credit_is_in_the_wallet_and_in_the_figures(page: Page) -> None:
    await show(page, "wallets")
    await page.get_by_test_id("wallets").get_by_test_id("admin-row").first.click()
    await page.get_by_test_id("give").click()
    form = page.get_by_test_id("gift")
    await form.get_by_test_id("gift-send").click()
    await expect(form.locator(".admin-field-problem")).to_have_count(2)
    await form.get_by_test_id("field-amount").fill("12.50")
    await form.get_by_test_id("field-reason").fill("A welcome")
    assert await violations(page) == []
    await form.get_by_test_id("gift-send").click()
    await expect(form).to_have_count(0)
    entries = page.get_by_test_id("wallet-entries")
    await expect(entries).to_contain_text("A welcome")
    await expect(entries).to_contain_text("+€12.50")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await show(page, "overview")
    await expect(page.get_by_test_id("house-given")).to_contain_text("€12.50")
    await expect(page.get_by_test_id("house-wallets")).to_contain_text("€12.50")


async def test_a_rule_of_margins_is_kept_and_what_is_none_is_refused(page: Page, house: AppProcess) -> None:
    await show(page, "settings")
    margins = page.get_by_test_id("margins")
    await margins.get_by_test_id("add-margin").click()
    await margins.get_by_test_id("margin-pattern").fill("openai/*")
    await margins.get_by_test_id("margin-percent").fill("a lot")
    await margins.get_by_test_id("save-margins").click()
    await expect(margins.get_by_role("alert")).to_be_visible()
    await margins.get_by_test_id("margin-percent").fill("12.5")
    await margins.get_by_test_id("save-margins").click()
    await expect(margins.get_by_test_id("margin-percent")).to_have_value("12.50")
    stored = httpx.get(f"{house.url}/api/v1/admin/site/credit", timeout=60).json()
    assert stored["margins"] == [{"pattern": "openai/*", "group_id": "", "points": 1_250, "fixed_nano": 0}]


async def test_whoever_stops_wallets_sees_that_they_are(page: Page) -> None:
    await page.get_by_test_id("wallets-stop").click()
    await page.get_by_test_id("stop-reason").fill("A look at the books")
    await page.get_by_test_id("confirm-stop").click()
    banner = page.get_by_test_id("stop-banner")
    await expect(banner).to_be_in_viewport()
    await expect(banner).to_contain_text("A look at the books")
    await expect(page.get_by_test_id("books-stopped")).to_be_visible()
    await banner.get_by_test_id("wallets-start").click()
    await expect(banner).to_have_count(0)


async def test_spoilt_books_stop_wallets_until_somebody_takes_them_as_they_are(page: Page, house: AppProcess) -> None:
    owner = httpx.get(f"{house.url}/api/v1/me", timeout=60).json()["id"]
    gift = {"person_id": owner, "amount_nano": "1000000000", "reason": "Spoilt afterwards"}
    httpx.post(f"{house.url}/api/v1/admin/billing/grants", json=gift, timeout=60).raise_for_status()
    with closing(sqlite3.connect(house.data / "parley.db", timeout=30)) as database, database:
        database.execute("UPDATE ledger_accounts SET balance = balance + 1 WHERE id = ?", (owner,))
    await page.get_by_test_id("books-check").click()
    banner = page.get_by_test_id("stop-banner")
    await expect(banner).to_contain_text("I2")
    assert await violations(page) == []
    refused = httpx.post(f"{house.url}/api/v1/admin/billing/grants", json=gift, timeout=60)
    assert refused.status_code == 503
    await banner.get_by_test_id("wallets-start").click()
    await expect(banner.locator(".admin-field-problem")).to_be_visible()
    await banner.get_by_test_id("wallets-accept").click()
    await expect(banner).to_have_count(0)
    httpx.post(f"{house.url}/api/v1/admin/billing/grants", json=gift, timeout=60).raise_for_status()
