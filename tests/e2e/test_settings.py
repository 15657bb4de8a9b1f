"""The page of settings: saved at once, seen at once, the same everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, violations

NewContext = Callable[..., BrowserContext]
USUAL = {
    "language": "", "theme": "system", "font_size": 100, "density": "comfortable", "enter_sends": True, "notifications": "off",
    "currency": "USD", "date_format": "locale", "shortcuts": {}, "default_model_id": "",
}  # fmt: skip


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def usual_settings(app: AppProcess) -> AsyncIterator[None]:
    """Leave the owner as they were found."""
    yield
    httpx.patch(f"{app.url}/api/v1/me", json=USUAL).raise_for_status()


async def settings(context: BrowserContext) -> ChatPage:
    """The page, filled."""
    page = ChatPage(await context.new_page())
    await page.page.goto("/settings")
    await expect(page.page.locator("[data-testid=default-model] optgroup")).not_to_have_count(0)
    return page


async def choose(page: ChatPage, test_id: str) -> None:
    """Pick one of a row, as a person clicks its words."""
    await page.page.locator(f"label:has([data-testid={test_id}])").click()
    await expect(page.by_id("saved")).to_have_text("Saved")


def root(page: Page) -> Locator:
    return page.locator("html")


class TestLooks:
    async def test_size_and_density_change_the_page_and_are_there_before_the_first_paint(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        before = await page.page.evaluate("getComputedStyle(document.querySelector('.settings-nav a')).fontSize")
        await choose(page, "font_size-150")
        assert await page.page.evaluate("getComputedStyle(document.querySelector('.settings-nav a')).fontSize") != before
        row = await page.page.evaluate("document.querySelector('.settings-nav a').offsetHeight")
        await choose(page, "density-compact")
        assert await page.page.evaluate("document.querySelector('.settings-nav a').offsetHeight") < row
        await page.page.add_init_script(
            "new MutationObserver(() => { const { font, density } = document.documentElement.dataset;"
            " if (document.body) window.first ??= `${font} ${density}` }).observe(document, { childList: true, subtree: true })"
        )
        await page.page.reload()
        assert await page.page.evaluate("window.first") == "150 compact"

    async def test_another_browser_follows_within_a_second(self, new_context: NewContext) -> None:
        page, other = await settings(await new_context()), await settings(await new_context())
        await choose(page, "theme-dark")
        await expect(root(other.page)).to_have_attribute("data-theme", "dark", timeout=1_000)
        await choose(page, "font_size-125")
        await expect(root(other.page)).to_have_attribute("data-font", "125", timeout=1_000)
        await page.page.locator("label:has([data-testid=language-de])").click()
        await expect(other.page.get_by_role("heading", level=1)).to_have_text("Einstellungen", timeout=1_000)


class TestChat:
    async def test_enter_breaks_the_line_and_ctrl_enter_sends(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await choose(page, "enter_sends-false")
        await page.page.keyboard.press("Control+Alt+n")
        await expect(page.page.locator(".composer-hint")).to_have_text("Ctrl+Enter sends, Enter breaks the line")
        await page.composer.fill("say one")
        await page.composer.press("Enter")
        await expect(page.composer).to_have_value("say one\n")
        await page.composer.press("Control+Enter")
        await expect(page.answers).to_have_count(1)

    async def test_new_chats_begin_with_the_default_model(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await page.by_id("default-model").select_option("openai/gpt-4o")
        await expect(page.by_id("saved")).to_have_text("Saved")
        await page.page.keyboard.press("Control+Alt+n")
        await expect(page.by_id("model-picker")).to_contain_text("4o")


class TestMoney:
    async def test_any_currency_at_the_published_rate_with_its_age(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await page.by_id("currency").select_option("JPY")
        await expect(page.by_id("saved")).to_have_text("Saved")
        await expect(page.by_id("rate-example")).to_have_text("A dollar is shown as ≈ ¥157 · rate of 30 Oct 2026")
        await page.page.reload()
        await expect(page.by_id("currency")).to_have_value("JPY")
        assert await page.by_id("currency").locator("option").count() == 30

    async def test_the_rate_is_ones_own_and_shown_by_example(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await page.by_id("currency").select_option("EUR")
        await page.by_id("rate-source").select_option("own")
        await page.by_id("exchange-rate").fill("0.5")
        await page.by_id("exchange-rate").press("Enter")
        await expect(page.by_id("rate-example")).to_have_text("A dollar is shown as ≈ €0.50")
        await expect(page.by_id("saved")).to_have_text("Saved")
        await page.page.reload()
        await expect(page.by_id("exchange-rate")).to_have_value("0.5")

    async def test_a_wrong_rate_is_said_and_not_saved(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await page.by_id("currency").select_option("CHF")
        await page.by_id("rate-source").select_option("own")
        await expect(page.by_id("saved")).to_have_text("Saved")
        await page.by_id("exchange-rate").fill("much")
        await page.by_id("exchange-rate").press("Enter")
        await expect(page.by_id("rate-example")).to_have_text("Enter a number between 0.001 and 10,000,000.")

    async def test_dates_look_as_chosen(self, new_context: NewContext) -> None:
        page = await settings(await new_context())
        await choose(page, "date_format-relative")
        await expect(page.by_id("date-example")).to_have_text("Two hours ago is shown as 2 hours ago")


class TestNotifications:
    async def test_an_answer_that_ends_in_the_background_is_told_and_counted(self, new_context: NewContext) -> None:
        context = await new_context(permissions=["notifications"])
        page = await settings(context)
        await choose(page, "notifications-hidden")
        await page.page.add_init_script(
            "window.told = []; window.Notification = class { static permission = 'granted';"
            " static requestPermission = async () => 'granted'; constructor(title, options) { window.told.push([title, options.body]); } close() {} };"
            " Object.defineProperty(document, 'hidden', { get: () => window.away === true });"
        )
        await page.page.goto("/")
        await expect(page.by_id("model-picker")).not_to_have_text("Choose a model")
        await page.page.evaluate("window.away = true")
        await page.ask("count 30 at 60")
        await expect(page.page).to_have_title("(1) count 30 at 60 · Parley")
        assert await page.page.evaluate("window.told") == [["An answer is ready", "count 30 at 60"]]
        await page.page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
        await expect(page.page).to_have_title("count 30 at 60 · Parley")

    async def test_a_browser_that_refuses_is_named(self, new_context: NewContext) -> None:
        context = await new_context()
        await context.add_init_script(
            "window.Notification = class { static permission = 'denied'; static requestPermission = async () => 'denied' }"
        )
        page = await settings(context)
        await choose(page, "notifications-sound")
        await expect(page.by_id("notifications-problem")).to_contain_text("blocks notifications")


class TestPage:
    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    async def test_axe_finds_nothing(self, new_context: NewContext, device: dict) -> None:
        page = await settings(await new_context(**device))
        await page.page.locator("label:has([data-testid=notifications-hidden])").click()
        await page.by_id("currency").select_option("EUR")
        await page.by_id("rate-source").select_option("own")
        await expect(page.by_id("exchange-rate")).to_be_visible()
        assert await violations(page.page) == []

    async def test_on_a_phone_it_is_one_column_with_large_targets(self, new_context: NewContext) -> None:
        phone = await settings(await new_context(**PHONE))
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        small = await phone.page.evaluate(
            """() => [...document.querySelectorAll("main button, main a, main select, main .segment, main input:not([type=radio])")].filter((e) => {
                const { width, height } = e.getBoundingClientRect();
                return width && (width < 43.5 || height < 43.5) && !e.closest(".settings-text");
            }).map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert small == []
        await choose(phone, "theme-dark")
        await expect(root(phone.page)).to_have_attribute("data-theme", "dark")
        await choose(phone, "density-compact")
        await choose(phone, "enter_sends-false")
        await phone.page.locator("label:has([data-testid=language-de])").tap()
        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("Einstellungen")

    @pytest.mark.parametrize("locale", ["en-US", "de-DE"])
    async def test_on_a_phone_each_section_is_a_tap_away(self, new_context: NewContext, locale: str) -> None:
        context = await new_context(**PHONE, locale=locale)
        phone = ChatPage(await context.new_page())
        await phone.page.goto("/settings")
        await expect(phone.page.locator(".settings-nav a").first).to_be_visible()
        sections = await phone.page.locator(".settings-nav a").evaluate_all("links => links.map((link) => link.hash)")
        # At once, while the sections still fill, and to and fro.
        for section in (*reversed(sections), *sections):
            await phone.page.locator(f".settings-nav a[href='{section}']").tap()
            await expect(phone.page.locator(section)).to_be_in_viewport()

    async def test_from_the_sidebar_and_back_to_a_chat(self, chat: ChatPage) -> None:
        await chat.ask("say stay here")
        await chat.by_id("settings").click()
        await expect(chat.page).to_have_url("/settings")
        await (await chat.row("say stay here")).click()
        await expect(chat.answers).to_have_count(1)
        await chat.page.go_back()
        await expect(chat.page).to_have_url("/settings")
