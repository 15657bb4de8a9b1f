"""Where credit or a budget ends: the card in the chat says so and leads on, and budgets are set on the page of credit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import update
from sqlmodel import col

from chat_app.models import BudgetPeriod
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations

NewContext = Callable[..., BrowserContext]
MODEL = "openai/gpt-4o"
EURO = 1_000_000_000
CENT = 10_000_000


class House:
    """The app where calls are paid from credit, over REST and beside it."""

    def __init__(self, app: AppProcess, parts: Services, owner_id: str) -> None:
        self.api = httpx.Client(base_url=f"{app.url}/api/v1", timeout=30)
        self.parts = parts
        self.owner_id = owner_id

    def put(self, path: str, **body: object) -> dict:
        return self.api.put(path, json=body).raise_for_status().json()

    async def give(self, amount: int, key: str) -> None:
        credit, now = NewCredit(self.owner_id, amount, key), datetime.now(UTC)

        def give(session):
            book.open_books(session, "EUR", now)
            add_credit(session, credit, "EUR", now)

        await self.parts.db.write(give)

    async def use_up(self, budget: dict) -> None:
        """As calls of before would have."""
        used = update(BudgetPeriod).where(col(BudgetPeriod.budget_id) == budget["id"]).values(used_nano=int(budget["amount_nano"]))
        await self.parts.db.write(lambda session: session.exec(used))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(app: AppProcess) -> AsyncIterator[House]:
    parts = build_services(Settings(data_dir=app.data))
    made = House(app, parts, (await parts.accounts.owner()).user_id)
    made.put("/admin/prices/override", model_id=MODEL, rates={"input": 3 * EURO, "output": 15 * EURO})
    made.put("/admin/site/credit", charging=True)
    yield made
    made.put("/admin/site/credit", charging=False)
    made.api.delete("/admin/prices/override", params={"model_id": MODEL}).raise_for_status()
    made.api.close()
    await parts.close()


@pytest.fixture(autouse=True)
def no_budgets(house: House):
    """None is left over from a test."""
    yield
    for budget in house.api.get("/billing/budgets").json():
        house.api.delete(f"/billing/budgets/{budget['id']}")


async def paid_chat(new_context: NewContext, house: House, **device: object) -> ChatPage:
    house.api.patch("/me", json={"default_model_id": MODEL}).raise_for_status()
    return await in_context(await new_context(**device))


async def until_counted(chat: ChatPage, house: House) -> None:
    """Ask until it counts: the first budget of a house is noticed within seconds."""
    async with asyncio.timeout(30):
        while house.api.get("/billing/budgets").json()[0]["used_nano"] == "0":
            await chat.ask("say hello")


async def seen_again(page: Page) -> None:
    """As when the reader comes back to the tab."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_the_card_says_what_is_missing_and_goes_on_once_it_is_there(new_context: NewContext, house: House) -> None:
    chat = await paid_chat(new_context, house)
    await chat.send("say hello")
    card = chat.by_id("money-card")
    await expect(card).to_contain_text("Your credit is not enough")
    await expect(chat.by_id("money-available")).to_contain_text("€0.00")
    await expect(chat.by_id("balance")).to_have_attribute("data-low", "true")
    assert await violations(chat.page) == []
    await house.give(2 * EURO, "e2e")
    await seen_again(chat.page)
    await expect(chat.by_id("balance")).to_have_text("€2.00")
    await card.get_by_role("button", name="Continue").click()
    await expect(chat.answers.last).to_have_attribute("data-status", "complete")
    await expect(chat.answers.last).to_contain_text("hello")
    await expect(chat.by_id("balance")).to_have_text("€1.99")


async def test_a_budget_that_asks_goes_on_with_one_click(new_context: NewContext, house: House) -> None:
    await house.give(EURO, "e2e-asks")
    budget = house.put("/billing/budgets", scope="user", amount_nano=str(50 * CENT), action="ask")
    chat = await paid_chat(new_context, house)
    await until_counted(chat, house)
    await house.use_up(budget)
    await chat.send("say goodbye")
    await expect(chat.by_id("money-card")).to_contain_text("It goes on when you allow more")
    await expect(chat.by_id("money-budget")).to_have_text("€0.50 of €0.50 used.")
    await chat.by_id("allow-more").click()
    await expect(chat.answers.last).to_have_attribute("data-status", "complete")
    assert house.api.get("/billing/budgets").json()[0]["extra_nano"] == str(50 * CENT)


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
async def test_a_budget_is_set_changed_and_removed(device: dict, new_context: NewContext, house: House) -> None:
    page = await (await new_context(**device)).new_page()
    await page.goto("/billing#budgets")
    await page.get_by_test_id("budget-add").click()
    await page.get_by_test_id("budget-save").click()
    await expect(page.get_by_test_id("budget-problem")).to_contain_text("Enter an amount")
    await page.get_by_test_id("budget-amount").fill("12,50")
    await page.get_by_test_id("budget-ask").check()
    assert await violations(page) == []
    await page.get_by_test_id("budget-save").click()
    await expect(page.get_by_test_id("budget")).to_contain_text("€12.50")
    await page.get_by_test_id("budget-edit").click()
    await page.get_by_test_id("budget-amount").fill("20")
    await page.get_by_test_id("budget-save").click()
    await expect(page.get_by_test_id("budget")).to_contain_text("of €20.00 used")
    assert await violations(page) == []
    await page.get_by_test_id("budget-remove").click()
    await page.get_by_test_id("confirm").click()
    await expect(page.get_by_test_id("budgets")).to_contain_text("No budget yet")
