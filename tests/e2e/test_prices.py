"""The page of prices: lists are fetched, a jump waits for a decision, an own price goes before, the history shows it all."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from itertools import count

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer
from tests.fakes.publisher import Publisher, publishing

DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE", "color_scheme": "dark"}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
PATIENCE = 60_000
"""Thousands of prices are read and compared."""
SHIPPED = json.loads((files("litellm") / "model_prices_and_context_window_backup.json").read_text())
SONNET, HAIKU, OPUS = "anthropic/claude-sonnet-4-5", "anthropic/claude-haiku-4-5", "anthropic/claude-opus-4-5"


TIMES = count(10)
"""A jump of its own for each try: what was decided is not asked about again."""


def listing(times: dict[str, float]) -> bytes:
    """The list that ships with Parley, with some models so many times as dear."""
    changed = {}
    for model_id, factor in times.items():
        name = model_id.partition("/")[2]
        rates = {key: rate * factor for key, rate in SHIPPED[name].items() if key in ("input_cost_per_token", "output_cost_per_token")}
        changed[name] = SHIPPED[name] | rates
    return json.dumps(SHIPPED | changed).encode()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as server:
        yield server


@pytest.fixture(scope="module")
def house(models: ModelServer, publisher: Publisher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    """An app that knows a vendor with prices and may fetch from this machine."""
    build_frontend()
    allowed = f"127.0.0.1:{publisher.port}"
    data = tmp_path_factory.mktemp("prices")
    process = AppProcess(data, models.base_url, ANTHROPIC_API_KEY="sk-test", PARLEY_OUTBOUND_ALLOW=allowed)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(request: pytest.FixtureRequest, browser: Browser, house: AppProcess) -> AsyncIterator[Page]:
    device = getattr(request, "param", DESKTOP)
    context = await browser.new_context(base_url=house.url, **device)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto("/admin/prices")
    await expect(page.get_by_test_id("price-models")).to_have_attribute("data-status", "ready", timeout=PATIENCE)
    yield page
    await context.close()


BOTH = pytest.mark.parametrize("page", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)


def row(page: Page, table: str, words: str) -> Locator:
    return page.get_by_test_id(table).get_by_test_id("admin-row").filter(has_text=words)


async def fetch(page: Page, publisher: Publisher, body: bytes) -> None:
    """Let the page fetch this list, and wait until it says what came of it."""
    publisher.bodies["list"] = body
    lists = page.get_by_test_id("price-lists")
    await expect(lists.get_by_test_id("field-litellm_url")).not_to_have_value("")
    await lists.get_by_test_id("field-litellm_url").fill(publisher.url("list"))
    await lists.get_by_test_id("field-openrouter_url").fill("")
    await lists.get_by_test_id("admin-save").click()
    await expect(lists.get_by_test_id("saved")).not_to_have_text("")
    button = page.get_by_test_id("fetch-prices")
    await button.click()
    await expect(button).to_have_attribute("aria-disabled", "false", timeout=PATIENCE)
    await expect(page.get_by_test_id("price-run-note")).not_to_have_text("")


async def open_model(page: Page, model_id: str) -> Locator:
    """The drawer of one model."""
    table = page.get_by_test_id("price-models")
    await table.get_by_test_id("admin-search").fill(model_id)
    await row(page, "price-models", model_id).first.click()
    drawer = page.get_by_test_id("price-model")
    await expect(drawer).to_be_visible()
    return drawer


@BOTH
async def test_a_jump_waits_and_holds_once_it_is_approved(page: Page, publisher: Publisher) -> None:
    phone = page.viewport_size is not None and page.viewport_size["width"] == 390
    jumping, times = HAIKU if phone else SONNET, next(TIMES)
    await fetch(page, publisher, listing({jumping: times, OPUS: 1.5 if phone else 1.25}))
    waiting = row(page, "price-changes", jumping)
    await expect(waiting).to_have_count(1)
    await expect(row(page, "price-changes", OPUS)).to_have_count(0)
    assert await violations(page) == []
    await waiting.click()
    change = page.get_by_test_id("price-change")
    await expect(change.locator("tr[data-jump]")).to_have_count(2)
    assert await violations(page) == []
    await change.get_by_test_id("approve-change").click()
    await expect(page.get_by_test_id("price-note")).to_contain_text("1")
    await expect(waiting).to_have_count(0)
    drawer = await open_model(page, jumping)
    now = str(times if phone else 3 * times)
    await expect(drawer.get_by_test_id("price-history").locator("li:has(.price-validity)").first).to_contain_text(now)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


async def test_a_jump_that_is_rejected_changes_nothing(page: Page, publisher: Publisher) -> None:
    model_id = "anthropic/claude-opus-4-6"
    body = listing({model_id: next(TIMES)})
    await fetch(page, publisher, body)
    waiting = row(page, "price-changes", model_id)
    await waiting.click()
    await page.get_by_test_id("reject-change").click()
    await expect(waiting).to_have_count(0)
    drawer = await open_model(page, model_id)
    history = drawer.get_by_test_id("price-history")
    await expect(history).to_contain_text("$25.00")
    await expect(history.locator("li:has(.price-validity)")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)
    # The same list says it again, and nobody is asked again.
    await fetch(page, publisher, body)
    await expect(waiting).to_have_count(0)


@BOTH
async def test_an_own_price_goes_before_the_lists_until_it_is_taken_away(page: Page) -> None:
    german = page.viewport_size is not None and page.viewport_size["width"] == 390
    drawer = await open_model(page, "anthropic/claude-haiku-5-5")
    before = await drawer.get_by_test_id("price-history").locator("li:has(.price-validity)").count()
    await drawer.get_by_test_id("rate-input").fill("dear")
    await drawer.get_by_test_id("rate-output").fill("2")
    await drawer.get_by_test_id("own-price-save").click()
    await expect(drawer.get_by_role("alert")).to_contain_text("Eingabe" if german else "Input")
    assert await violations(page) == []
    await drawer.get_by_test_id("rate-input").fill("0,75" if german else "0.75")
    await drawer.get_by_test_id("own-price-save").click()
    newest = drawer.get_by_test_id("price-history").locator("li:has(.price-validity)").first
    await expect(newest).to_contain_text("0,75" if german else "0.75")
    await expect(newest).to_contain_text("hier gesetzt" if german else "set here")
    await drawer.get_by_test_id("own-price-clear").click()
    await expect(drawer.get_by_test_id("own-price-clear")).to_have_count(0)
    history = drawer.get_by_test_id("price-history").locator("li:has(.price-validity)")
    await expect(history.filter(has_text="hier gesetzt" if german else "set here").first).to_be_visible()
    assert await history.count() > before


async def test_a_list_that_was_damaged_is_refused_in_words(page: Page, publisher: Publisher) -> None:
    await fetch(page, publisher, listing({})[:-1_000])
    run = page.get_by_test_id("price-runs").get_by_test_id("admin-row").first
    await expect(run).to_contain_text("refused")
    assert await violations(page) == []
