"""The way of money, as its person goes it: top up, chat, see what it cost, take the invoice, get money back."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from chat_app.services.site.billing_sections import Credit, Seller
from chat_app.services.site.sections import SignIn
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import device
from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import PHONE, violations
from tests.fakes.model_server import ModelServer
from tests.fakes.stripe_server import StripeServer, stripe_server
from tests.security.people import person

MODEL = "openai/gpt-5"
SELLER = {
    "company": "Parley Werke GmbH", "contact": "Ada Muster", "street": "Werkstr. 1", "postal_code": "34117", "city": "Kassel",
    "country": "DE", "email": "books@example.test", "phone": "0561 1234", "vat_id": "DE136695976", "tax_number": "026/123/45678",
    "iban": "DE02120300000000202051",
}  # fmt: skip
BUYER = {"name": "Ada Muster", "street": "Hauptstr. 5", "postal_code": "10115", "city": "Berlin", "country": "DE"}


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@dataclass
class Shop:
    """The app that asks for credit, and the cookie of an administrator who also buys there."""

    app: AppProcess
    cookie: str

    def rest(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.app.url}/api/v1", headers={"Cookie": self.cookie, "Origin": self.app.url}, timeout=60)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(
    stripe: StripeServer, models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> AsyncIterator[Shop]:
    """An app of its own, where people sign in: the others' chats stay free."""
    build_frontend()
    data = tmp_path_factory.mktemp("shop")
    shutil.copy(empty_database, data / "parley.db")
    keys = {"PARLEY_STRIPE_SECRET_KEY": "sk_test_local", "PARLEY_STRIPE_WEBHOOK_SECRET": "whsec_local"}
    process = AppProcess(
        data, models.base_url, **keys, PARLEY_MODE="multi", PARLEY_STRIPE_API_BASE=stripe.url, PARLEY_OUTBOUND_ALLOW=stripe.host
    )
    parts = build_services(Settings(data_dir=data, mode="multi"))
    admin, headers = await person(parts, "ada", "admin")
    await parts.site.save(admin, SignIn(admin_second_factor=False))
    await parts.site.save(admin, Seller(**SELLER))
    await parts.site.save(admin, Credit(charging=True))
    await parts.close()
    process.start()
    stripe.sender.url = f"{process.url}/webhooks/stripe"
    shop = Shop(process, headers["Cookie"])
    with shop.rest() as api:
        rates = {"input": "2000000000", "output": "400000000000"}
        for answer in (
            api.put("/admin/prices/override", json={"model_id": MODEL, "rates": rates}),
            api.put("/billing/profile", json=BUYER),
            api.patch("/me", json={"default_model_id": MODEL}),
        ):
            assert answer.is_success, answer.text
    yield shop
    process.stop()


async def signed_in(browser: Browser, shop: Shop, **options: Any) -> BrowserContext:
    context = await browser.new_context(**{**device(shop.app), **options})
    name, _, value = shop.cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": shop.app.url, "httpOnly": True, "sameSite": "Lax"}])
    return context


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, shop: Shop) -> AsyncIterator[Page]:
    context = await signed_in(browser, shop)
    yield await context.new_page()
    await context.close()


async def top_up(page: Page) -> None:
    """Buy the smallest amount that is offered, by card, and wait until its credit is there."""
    await page.get_by_test_id("amount-1000").check(force=True)
    await page.get_by_role("checkbox").first.check()
    await page.get_by_test_id("buy").click()
    await page.get_by_role("button", name="Pay by card", exact=True).click()
    await expect(page.get_by_test_id("coming-back")).to_have_attribute("data-status", "paid")


async def test_out_of_credit_top_up_go_on_see_the_entry_the_invoice_and_the_money_back(page: Page, shop: Shop) -> None:
    chat = ChatPage(page)
    await chat.open()
    await chat.send("say dear words")
    card = page.get_by_test_id("money-card")
    await card.get_by_test_id("money-top-up").click()
    await top_up(page)
    await page.get_by_test_id("back-to-chat").click()
    await card.get_by_test_id("money-go-on").click()
    await expect(chat.answers.last).to_have_attribute("data-status", "complete")

    await page.goto("/billing")
    charge = page.locator('[data-testid="entry"][data-kind="charge"]')
    await expect(charge).to_have_count(1)
    await charge.get_by_test_id("explain").click()
    explained = charge.get_by_test_id("explanation")
    await expect(explained.get_by_test_id("cost-line")).not_to_have_count(0)
    assert await violations(page) == []

    await page.get_by_test_id("tab-invoices").click()
    async with page.expect_download() as pdf:
        await page.get_by_test_id("invoice-pdf").first.click()
    assert (await (await pdf.value).path()).read_bytes().startswith(b"%PDF")

    refund(shop)
    await page.goto("/billing")
    await expect(page.locator('[data-testid="entry"][data-kind="refund"]')).to_have_count(1)
    await expect(page.get_by_test_id("figure-paid")).to_contain_text("€0.00")
    await page.get_by_test_id("tab-invoices").click()
    await expect(page.get_by_test_id("invoice")).to_have_count(2)


def refund(shop: Shop) -> None:
    """The administrator sends back what was not spent."""
    with shop.rest() as api:
        (order,) = [order for order in api.get("/billing/top-ups").json()["items"] if order["status"] == "paid"]
        answer = api.post("/admin/billing/refunds", json={"order_id": order["id"], "reason": "goodwill"})
        assert answer.status_code == 201, answer.text


async def test_a_voucher_adds_its_credit_where_it_is_typed(page: Page, shop: Shop) -> None:
    with shop.rest() as api:
        made = api.post("/admin/billing/vouchers", json={"amount_nano": "5000000000"}).json()
    await page.goto("/billing")
    await page.get_by_test_id("voucher-code").fill("not a code")
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("voucher-said")).to_have_attribute("data-tone", "danger")
    await page.get_by_test_id("voucher-code").fill(made[0]["code"].lower())
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("voucher-said")).to_contain_text("€5.00")
    await expect(page.locator('[data-testid="entry"][data-kind="voucher"]')).to_have_count(1)


async def test_on_the_phone_nothing_scrolls_sideways_and_each_part_is_there(browser: Browser, shop: Shop) -> None:
    context = await signed_in(browser, shop, **PHONE, color_scheme="dark", locale="de-DE")
    page = await context.new_page()
    await page.goto("/billing")
    for tab in ("credit", "invoices", "payment", "budgets"):
        await page.get_by_test_id(f"tab-{tab}").click()
        await expect(page.get_by_test_id("billing")).to_have_attribute("data-tab", tab)
        await expect(page.locator(".billing-content > *").first).to_be_visible()
        await expect(page.locator(".billing-content .skeleton")).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
        assert await violations(page) == [], tab
    await context.close()


async def test_where_nothing_costs_credit_the_page_says_so(browser: Browser, app: AppProcess) -> None:
    context = await browser.new_context(**device(app))
    page = await context.new_page()
    await page.goto("/billing")
    await expect(page.get_by_test_id("billing-off")).to_be_visible()
    await expect(page.get_by_test_id("billing-link")).to_have_count(0)
    await context.close()
