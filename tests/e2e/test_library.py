"""Prompts by "/", assistants by "@", and the page where both are written."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from chat_app.services.kernel.ids import new_id
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import violations

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "de-DE"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}


async def opened(new_context: Callable, device: dict, path: str = "/") -> Page:
    page = await (await new_context(**device)).new_page()
    page.set_default_timeout(15_000)
    await page.goto(path)
    if path == "/library":
        await expect(page.get_by_test_id("prompt-card").first).to_be_visible()
    return page


class TestComposer:
    @pytest.mark.parametrize(("device", "query"), [(DESKTOP, "/translate"), (PHONE, "/übersetzen")], ids=["desktop", "phone"])
    async def test_a_prompt_is_called_filled_and_sent(self, device: dict, query: str, new_context: Callable) -> None:
        chat = ChatPage(await opened(new_context, device))
        await chat.open()
        await chat.composer.press_sequentially(query)
        await expect(chat.by_id("trigger-option").first).to_contain_text(query)
        await chat.composer.press("Enter")
        form = chat.by_id("prompt-form")
        await expect(form).to_be_visible()
        await chat.by_id("prompt-insert").click()
        await expect(form.get_by_role("alert")).to_have_count(1)
        assert await violations(chat.page) == []
        await form.locator("textarea").fill("say Guten Tag")
        await chat.by_id("prompt-insert").click()
        await expect(form).to_be_hidden()
        await expect(chat.composer).to_have_value(re.compile("say Guten Tag"))
        await expect(chat.composer).to_be_focused()

    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_typed_variables_and_tab_from_one_to_the_next(self, device: dict, new_context: Callable, app: AppProcess) -> None:
        command = f"typed-{new_id()}"
        text = "say {{who!}}, {{tone:choice(warm, cool)=cool}}, {{count:number=3}}, {{day:date}}"
        httpx.post(f"{app.url}/api/v1/prompts", json={"command": command, "title": "Typed", "text": text}).raise_for_status()
        chat = ChatPage(await opened(new_context, device))
        await chat.open()
        await chat.composer.press_sequentially(f"/{command}")
        await expect(chat.by_id("trigger-option").first).to_contain_text(command)
        await chat.composer.press("Enter")
        form = chat.by_id("prompt-form")
        await expect(form.locator("[name=who]")).to_be_focused()
        await chat.page.keyboard.type("Ada")
        await chat.page.keyboard.press("Tab")
        await expect(form.locator("[name=tone]")).to_be_focused()
        await expect(form.locator("[name=tone]")).to_have_value("cool")
        await chat.page.keyboard.press("Tab")
        await expect(form.locator("[name=count]")).to_be_focused()
        await form.locator("[name=day]").fill("2026-02-28")
        await form.locator("[name=count]").press("Enter")
        await expect(form).to_be_hidden()
        await expect(chat.composer).to_have_value(re.compile("say Ada, cool, 3, .*2026"))

    async def test_escape_leaves_the_slash_alone(self, new_context: Callable) -> None:
        chat = ChatPage(await opened(new_context, DESKTOP))
        await chat.open()
        await chat.composer.press_sequentially("/")
        await expect(chat.by_id("trigger-menu")).to_be_visible()
        await chat.composer.press("Escape")
        await expect(chat.by_id("trigger-menu")).to_be_hidden()
        await expect(chat.composer).to_have_value("/")

    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_an_assistant_answers_with_its_system_prompt(self, device: dict, new_context: Callable) -> None:
        page = await opened(new_context, device, "/library")
        name = f"Reader-{new_id()}"
        await page.get_by_test_id("library-assistants").check(force=True)
        await page.get_by_test_id("library-new").click()
        await page.get_by_test_id("assistant-name").fill(name)
        await page.get_by_test_id("assistant-system-prompt").fill("You read proofs.")
        await page.get_by_test_id("assistant-starters").fill("say Begin\nsay Other")
        assert await violations(page) == []
        await page.get_by_test_id("assistant-save").click()
        await expect(page.get_by_test_id("assistant-card").filter(has_text=name)).to_have_count(1)
        assert await violations(page) == []
        chat = ChatPage(page)
        await chat.open()
        await chat.composer.press_sequentially(f"@{name}")
        await expect(chat.by_id("trigger-option")).to_have_count(1)
        assert await violations(page) == []
        await chat.composer.press("Tab")
        await expect(chat.by_id("assistant-bar")).to_contain_text(name)
        await chat.by_id("assistant-starter").first.click()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await page.reload()
        await expect(chat.by_id("assistant-bar")).to_contain_text(name)
        await chat.by_id("assistant-leave").click()
        await expect(chat.by_id("assistant-bar")).to_be_hidden()


class TestPage:
    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_write_change_restore_delete_undo(self, device: dict, new_context: Callable) -> None:
        page = await opened(new_context, device, "/library")
        name = f"hello-{new_id()}"
        cards = page.get_by_test_id("prompt-card").filter(has_text=f"/{name}")
        await page.get_by_test_id("library-new").click()
        await page.get_by_test_id("prompt-title").fill("Say hello")
        await page.get_by_test_id("prompt-command").fill("two words")
        await page.get_by_test_id("prompt-text").fill("Hello {{who!}}")
        await page.get_by_test_id("prompt-save").click()
        await expect(page.get_by_test_id("prompt-problem")).to_be_visible()
        assert await violations(page) == []
        await page.get_by_test_id("prompt-command").fill(name)
        await page.get_by_test_id("prompt-save").click()
        await cards.click()
        await expect(page.get_by_test_id("prompt-text")).to_have_value("Hello {{who!}}")
        await page.get_by_test_id("prompt-text").fill("Good day {{who}}")
        await page.get_by_test_id("prompt-save").click()
        await expect(page.get_by_test_id("prompt-dialog")).to_be_hidden()
        await cards.click()
        await page.locator(".prompt-versions > summary").click()
        assert await violations(page) == []
        await page.get_by_test_id("version-restore").click()
        await expect(page.get_by_test_id("prompt-text")).to_have_value("Hello {{who!}}")
        await page.get_by_test_id("prompt-delete").click()
        await expect(cards).to_have_count(0)
        await page.get_by_test_id("toast").get_by_role("button").first.click()
        await expect(cards).to_have_count(1)
        assert await violations(page) == []

    async def test_search_and_the_file(self, new_context: Callable) -> None:
        page = await opened(new_context, DESKTOP, "/library")
        await page.get_by_test_id("library-search").fill("review")
        await expect(page.get_by_test_id("prompt-card").first).to_contain_text("/review")
        async with page.expect_download() as waiting:
            await page.get_by_test_id("library-export").click()
        path = await (await waiting.value).path()
        await page.get_by_test_id("library-file").set_input_files(
            {"name": "x.json", "mimeType": "application/json", "buffer": path.read_bytes()}
        )
        await expect(page.get_by_test_id("library-report")).to_contain_text("0 could not be read")
        await page.get_by_test_id("library-file").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": b"no"})
        await expect(page.get_by_test_id("library-report")).to_contain_text("cannot be read")
