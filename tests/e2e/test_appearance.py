"""Themes, languages, the phone, the keyboard, and what axe says to all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chat_page import ChatPage

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NewContext = Callable[..., BrowserContext]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
FADED_IN = """() => new Promise(requestAnimationFrame).then(() => Promise.all(
    document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished.catch(() => {}))
))"""
"""Colours fade in; axe would judge the half-way ones."""


async def in_context(context: BrowserContext, path: str = "/") -> ChatPage:
    """A chat page in this context."""
    page = ChatPage(await context.new_page())
    await page.open(path)
    return page


class TestTheme:
    async def test_a_choice_is_kept_and_there_before_the_first_paint(self, chat: ChatPage) -> None:
        root = chat.page.locator("html")
        await chat.by_id("theme-toggle").click()
        await expect(root).to_have_attribute("data-theme", "light")
        await chat.by_id("theme-toggle").click()
        await expect(root).to_have_attribute("data-theme", "dark")
        await chat.page.add_init_script(
            "new MutationObserver(() => { if (document.body) window.first ??= document.documentElement.dataset.theme })"
            ".observe(document, { childList: true, subtree: true })"
        )
        await chat.page.reload()
        assert await chat.page.evaluate("window.first") == "dark"
        await chat.by_id("theme-toggle").click()
        await expect(root).not_to_have_attribute("data-theme", "dark")

    async def test_another_device_gets_the_same(self, chat: ChatPage, new_context: NewContext) -> None:
        await chat.by_id("theme-toggle").click()
        await expect(chat.by_id("theme-toggle")).to_have_attribute("data-theme-choice", "light")
        await chat.page.wait_for_timeout(1_000)
        other = await in_context(await new_context())
        await expect(other.by_id("theme-toggle")).to_have_attribute("data-theme-choice", "light")
        for _ in range(2):
            await chat.by_id("theme-toggle").click()
        await chat.page.wait_for_timeout(200)


class TestLanguage:
    async def test_the_browsers_language_is_the_first_one(self, new_context: NewContext) -> None:
        german = await in_context(await new_context(locale="de-DE"))
        await expect(german.composer).to_have_attribute("placeholder", "Nachricht schreiben")
        await expect(german.page.locator("html")).to_have_attribute("lang", "de")

    async def test_no_english_word_is_painted_for_a_german_reader(self, new_context: NewContext) -> None:
        context = await new_context(locale="de-DE")
        page = await context.new_page()
        await page.add_init_script(
            "new MutationObserver(() => { const { dataset } = document.documentElement;"
            "  if ('translating' in dataset) window.hidden = true;"
            "  else if (window.hidden) requestAnimationFrame(() => { window.first ??= document.getElementById('composer')?.placeholder });"
            "}).observe(document, { attributes: true, childList: true, subtree: true })"
        )
        german = ChatPage(page)
        await german.open()
        await expect(page.locator("html")).not_to_have_attribute("data-translating", "")
        assert await page.evaluate("[window.hidden, window.first]") == [True, "Nachricht schreiben"]

    async def test_switches_at_once_figures_too_and_stays(self, chat: ChatPage) -> None:
        answer = await chat.ask("count 1200")
        await expect(answer.get_by_test_id("message-tokens")).to_have_text("10 in, 1,200 out")
        await chat.by_id("language").click()
        await expect(chat.composer).to_have_attribute("placeholder", "Nachricht schreiben")
        await expect(chat.answers.first.get_by_test_id("message-tokens")).to_have_text("10 ein, 1.200 aus")
        await chat.page.reload()
        await expect(chat.composer).to_have_attribute("placeholder", "Nachricht schreiben")
        await chat.by_id("language").click()
        await expect(chat.composer).to_have_attribute("placeholder", "Write a message")
        await chat.page.wait_for_timeout(200)


class TestPhone:
    async def test_the_sidebar_is_a_drawer(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await phone.ask("say on the phone")
        await expect(phone.by_id("new-chat").first).not_to_be_in_viewport()
        await phone.by_id("sidebar-toggle-header").tap()
        await expect(await phone.row("say on the phone")).to_be_in_viewport()
        await phone.page.keyboard.press("Escape")
        await expect(await phone.row("say on the phone")).not_to_be_in_viewport()

    async def test_nothing_is_wider_than_the_screen(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**{**PHONE, "viewport": {"width": 320, "height": 640}}))
        await phone.ask("say " + "unbreakable" * 30)
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 320

    async def test_enter_is_a_line_break(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await phone.composer.fill("one")
        await phone.composer.press("Enter")
        await expect(phone.composer).to_have_value("one\n")

    async def test_targets_are_large_enough(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await phone.ask("say measure me")
        small = await phone.page.evaluate(
            """() => [...document.querySelectorAll("main button, main a, main textarea")].filter((e) => {
                const { width, height } = e.getBoundingClientRect();
                return width && (width < 43.5 || height < 43.5) && !e.closest(".md");
            }).map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert small == []


class TestKeyboard:
    async def test_shortcuts(self, chat: ChatPage) -> None:
        await chat.ask("say keys")
        await chat.by_id("messages").focus()
        await chat.page.keyboard.press("/")
        await expect(chat.composer).to_be_focused()
        await chat.page.keyboard.press("Control+Shift+O")
        await expect(chat.answers).to_have_count(0)
        await expect(chat.composer).to_be_focused()

    async def test_the_first_tab_stop_skips_to_the_composer(self, chat: ChatPage) -> None:
        await chat.page.evaluate("document.body.tabIndex = -1; document.body.focus()")
        await chat.page.keyboard.press("Tab")
        await chat.page.keyboard.press("Enter")
        await expect(chat.composer).to_be_focused()

    async def test_menus_by_arrows_and_escape(self, chat: ChatPage) -> None:
        await chat.ask("say menu")
        await chat.page.locator("li.chat-row").first.focus()
        await chat.page.keyboard.press("Shift+F10")
        await expect(chat.by_id("rename")).to_be_focused()
        await chat.page.keyboard.press("ArrowDown")
        await expect(chat.by_id("favourite")).to_be_focused()
        await chat.page.keyboard.press("End")
        await expect(chat.by_id("delete-chat")).to_be_focused()
        await chat.page.keyboard.press("Escape")
        await expect(chat.by_id("delete-chat")).to_have_count(0)


class TestAccessibility:
    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    async def test_axe_finds_nothing(self, new_context: NewContext, device: dict) -> None:
        page = await in_context(await new_context(**device))
        assert await violations(page.page) == []
        await page.ask("say # Title\n\n`code` and [a link](https://example.com)")
        await page.send("fail 401")
        await expect(page.by_id("retry")).to_be_visible()
        assert await violations(page.page) == []
        await page.by_id("model-picker").click()
        await expect(page.by_id("model-option")).not_to_have_count(0)
        assert await violations(page.page) == []


async def violations(page: Page) -> list[str]:
    """What axe-core objects to in either theme, with the elements. The owner has chosen no theme: the device decides."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        await page.emulate_media()
        await page.evaluate(FADED_IN)
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE)
        # What has no colour is the same in both themes.
        options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else {})
        answers = await page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
        found += [f"{scheme}: {one['id']}: {json.dumps([node['html'][:160] for node in one['nodes']])}" for one in answers]
    return found
