"""What was used and what it cost, as its person sees it: sums, bars, calls, a table to take away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from chat_app.models import Turn
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations
from tests.services.usage.test_log import record

NewContext = Callable[..., BrowserContext]
DEVICES = pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])


async def usage(page: Page, query: str = "") -> Page:
    """The page, once its figures are there."""
    await page.goto(f"/usage{query}")
    await expect(page.get_by_test_id("usage")).to_have_attribute("data-status", "ready")
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def spent(app: AppProcess) -> AsyncIterator[None]:
    """Calls of vendors with prices: nothing that is asked of the model server costs anything."""
    parts = build_services(Settings(data_dir=app.data))
    owner = await parts.accounts.owner()
    for model_id, own_key in (("openai/paid-large", False), ("openai/paid-small", False), ("anthropic/claude", True)):
        record(parts.db, owner, model_id=model_id, own_key=own_key, tokens=800_000_000, at=datetime.now(UTC))
    yield
    await parts.close()


@pytest.fixture
def francs(app: AppProcess):
    """An owner who reads Swiss francs, until the test ends."""
    httpx.patch(f"{app.url}/api/v1/me", json={"currency": "CHF"}).raise_for_status()
    yield
    httpx.patch(f"{app.url}/api/v1/me", json={"currency": "USD"}).raise_for_status()


async def test_the_header_of_a_chat_leads_to_its_calls_alone(new_context: NewContext, app: AppProcess) -> None:
    chat = await in_context(await new_context())
    await chat.ask("say something dear")
    page = chat.page
    chat_id = page.url.rsplit("/", 1)[-1]
    parts = build_services(Settings(data_dir=app.data))
    try:
        await parts.db.write(lambda session: _make_dear(session, chat_id))
    finally:
        await parts.close()
    await page.reload()
    await page.get_by_test_id("chat-cost").click()
    await expect(page).to_have_url(re.compile(rf"/usage\?chat={chat_id}$"))
    await expect(page.get_by_test_id("usage")).to_have_attribute("data-status", "ready")
    await expect(page.get_by_test_id("filter-chat")).to_have_value(chat_id)
    made = httpx.get(f"{app.url}/api/v1/usage/calls", params={"conversation_id": chat_id}).raise_for_status().json()["items"]
    calls = page.get_by_test_id("call")
    await expect(calls).to_have_count(len(made))
    await page.get_by_test_id("filter-chat").select_option("")
    await expect(calls.filter(has_text="paid-large").first).to_be_visible()


def _make_dear(session: Session, chat_id: str) -> None:
    """The models of these tests cost nothing."""
    for turn in session.exec(select(Turn).where(Turn.conversation_id == chat_id)):
        turn.cost_nano = 5_000_000


@DEVICES
async def test_from_a_chat_to_its_call_and_back(new_context: NewContext, device: dict) -> None:
    chat = await in_context(await new_context(**device))
    await chat.ask("say something")
    page = chat.page
    await usage(page)
    call = page.get_by_test_id("call").filter(has_text="say something").first
    await call.get_by_test_id("open-call").click()
    await expect(page.get_by_test_id("split")).to_contain_text("openai")
    await call.get_by_role("link", name="say something").click()
    await expect(chat.answers).to_have_count(1)


@DEVICES
async def test_everybody_can_use_it(new_context: NewContext, chat: ChatPage, device: dict) -> None:
    await chat.ask("say one")
    page = await usage(await (await new_context(**device)).new_page())
    await expect(page.get_by_test_id("day-bar")).to_have_count(30)
    await page.get_by_test_id("open-call").first.click()
    assert await violations(page) == []
    await page.get_by_test_id("theme-toggle").dispatch_event("click")
    await page.get_by_test_id("theme-toggle").dispatch_event("click")
    await page.get_by_test_id("chart-table").click()
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


async def test_how_a_cost_came_about(chat: ChatPage) -> None:
    page = await usage(chat.page, "?model=openai/paid-large")
    await page.get_by_test_id("open-call").first.click()
    split = page.get_by_test_id("split")
    await expect(split.get_by_role("row", name="Input")).to_contain_text("$0.88")
    await usage(page, "?model=anthropic/claude")
    await expect(page.get_by_test_id("figure-paid")).to_contain_text("$0")
    await expect(page.get_by_test_id("call").first).to_contain_text("billed by the vendor")


async def test_days_by_keyboard(chat: ChatPage) -> None:
    await chat.ask("say two")
    page = await usage(chat.page)
    today = page.locator(f"[data-testid=day-bar][data-day='{datetime.now(UTC).date()}']")
    await today.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_test_id("looked")).to_contain_text("calls: 0")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("calls")).to_contain_text("No calls on this day.")
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(today).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_test_id("call").first).to_be_visible()
    await page.get_by_test_id("all-days").click()
    await expect(today).to_have_attribute("aria-pressed", "false")


async def test_filters_hold_for_the_table_to_take_away(chat: ChatPage, app: AppProcess) -> None:
    await chat.ask("say three")
    page = await usage(chat.page, "?kind=title")
    await expect(page.get_by_test_id("usage-empty")).to_contain_text("with these filters")
    await page.get_by_test_id("usage-empty").get_by_role("button").click()
    await expect(page.get_by_test_id("call").first).to_be_visible()
    model = page.get_by_test_id("group-model").get_by_role("button").first
    await model.click()
    await expect(model).to_have_attribute("aria-pressed", "true")
    address = await page.get_by_test_id("usage-csv").get_attribute("href")
    assert address
    assert "model_id=openai" in address
    rows = list(csv.reader(io.StringIO(httpx.get(f"{app.url}{address}").text)))
    assert len(rows) > 1
    assert {row[rows[0].index("model_id")].partition("/")[0] for row in rows[1:]} == {"openai"}


async def test_a_period_without_use(chat: ChatPage) -> None:
    page = await usage(chat.page, "?period=custom&first=2020-01-01&last=2020-01-31")
    await expect(page.get_by_test_id("usage-empty")).to_contain_text("Nothing was used in this period")
    await page.get_by_test_id("period-today").click()
    await expect(page.get_by_test_id("period-today")).to_have_attribute("aria-pressed", "true")


async def test_a_date_that_is_none_is_said(chat: ChatPage) -> None:
    await chat.page.goto("/usage?period=custom&first=soon")
    await expect(chat.by_id("usage")).to_have_attribute("data-status", "failed")
    await expect(chat.page.get_by_role("alert")).to_contain_text("This is no date")


async def test_other_money_says_how_old_its_rate_is(chat: ChatPage, francs: None) -> None:
    await chat.ask("say four")
    page = await usage(chat.page)
    await expect(page.get_by_test_id("rate-note")).to_have_text(
        "Amounts are converted to CHF at the European Central Bank’s rate of 30 Oct 2026. Change currency"
    )
    await expect(page.get_by_test_id("figure-paid")).to_contain_text("≈ CHF")
    await usage(page, "?model=openai/paid-large")
    await page.get_by_test_id("open-call").first.click()
    await expect(page.get_by_test_id("split")).to_contain_text("$1.00 ≈ CHF 0.8230 · rate of 30 Oct 2026")


async def test_it_is_found_in_the_sidebar(chat: ChatPage) -> None:
    await chat.by_id("usage-link").click()
    await expect(chat.by_id("usage")).to_be_visible()
