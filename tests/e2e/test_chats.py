"""The list of chats: order, rename, delete and undo, addresses, drafts."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.async_api import BrowserContext, expect

from tests.e2e.chat_page import ChatPage


class TestSidebar:
    async def test_a_new_chat_is_listed_and_marked(self, chat: ChatPage) -> None:
        await chat.ask("say listed here")
        current = chat.page.locator("[data-testid=chat-item][aria-current=page]")
        await expect(current).to_have_text("say listed here")

    async def test_going_back_and_forth_keeps_the_page(self, chat: ChatPage) -> None:
        await chat.ask("say first chat")
        await chat.page.evaluate("window.marker = 1")
        await chat.by_id("new-chat").first.click()
        await expect(chat.answers).to_have_count(0)
        await chat.ask("say second chat")
        await (await chat.row("say first chat")).click()
        await expect(chat.answers.first).to_contain_text("first chat")
        await chat.page.go_back()
        await expect(chat.answers.first).to_contain_text("second chat")
        assert await chat.page.evaluate("window.marker") == 1

    async def test_rename_in_place(self, chat: ChatPage) -> None:
        await chat.ask("say rename me")
        await chat.choose_in_menu("say rename me", "rename")
        await chat.by_id("rename-field").fill("A better name")
        await chat.by_id("rename-field").press("Enter")
        await expect(await chat.row("A better name")).to_be_visible()
        await expect(chat.page).to_have_title("A better name · Parley")

    async def test_escape_keeps_the_old_name(self, chat: ChatPage) -> None:
        await chat.ask("say keep my name")
        await chat.choose_in_menu("say keep my name", "rename")
        await chat.by_id("rename-field").fill("Not this")
        await chat.by_id("rename-field").press("Escape")
        await expect(await chat.row("say keep my name")).to_be_visible()

    async def test_delete_and_undo(self, chat: ChatPage) -> None:
        await chat.ask("say delete me")
        await chat.choose_in_menu("say delete me", "delete-chat")
        await expect(chat.by_id("toast")).to_be_visible()
        await expect(await chat.row("say delete me")).to_have_count(0)
        await expect(chat.page).to_have_url(re.compile(r"/$"))
        await chat.by_id("undo").click()
        await expect(await chat.row("say delete me")).to_be_visible()

    async def test_a_deleted_message_comes_back(self, chat: ChatPage) -> None:
        answer = await chat.ask("say only for a moment")
        await answer.hover()
        await answer.get_by_test_id("message-menu").click()
        await chat.by_id("delete").click()
        await expect(chat.answers).to_have_count(0)
        await chat.by_id("undo").click()
        await expect(chat.answers).to_have_count(1)


class TestAddress:
    async def test_a_chat_opens_by_its_address(self, chat: ChatPage) -> None:
        await chat.ask("say by address")
        await chat.page.reload()
        await expect(chat.answers.first).to_contain_text("by address")

    async def test_an_unknown_chat_says_so(self, chat: ChatPage) -> None:
        await chat.open("/c/00000000-0000-7000-8000-000000000000")
        await expect(chat.by_id("chat-problem")).to_be_visible()

    async def test_an_address_of_nothing_leads_home(self, chat: ChatPage) -> None:
        await chat.page.goto("/nothing/here")
        await chat.page.get_by_role("link", name="To the chats").click()
        await expect(chat.composer).to_be_visible()
        chat.errors.clear()  # The browser itself reports the 404.

    async def test_a_german_reader_sees_it_too(self, new_context: Callable[..., BrowserContext]) -> None:
        page = await (await new_context(locale="de-DE")).new_page()
        await page.goto("/nothing/here")
        await expect(page.get_by_role("link", name="Zu den Unterhaltungen")).to_be_visible(timeout=3_000)


class TestDraft:
    async def test_each_chat_keeps_its_own_unsent_text(self, chat: ChatPage) -> None:
        await chat.ask("say with a draft")
        await chat.composer.fill("not yet sent")
        await chat.by_id("new-chat").first.click()
        await expect(chat.composer).to_have_value("")
        await (await chat.row("say with a draft")).click()
        await expect(chat.composer).to_have_value("not yet sent")

    async def test_a_draft_is_there_on_another_device(self, chat: ChatPage, new_context: Callable[..., BrowserContext]) -> None:
        await chat.ask("say on two devices")
        await chat.composer.fill("begun here")
        await chat.composer.blur()
        await chat.page.wait_for_timeout(1_000)
        other = ChatPage(await (await new_context()).new_page())
        await other.open(chat.page.url)
        await expect(other.composer).to_have_value("begun here")

    async def test_a_sent_text_is_no_draft(self, chat: ChatPage) -> None:
        await chat.ask("say start")
        await chat.composer.fill("say sent")
        await chat.composer.blur()
        await chat.composer.press("Enter")
        await expect(chat.answers).to_have_count(2)
        await chat.page.reload()
        await expect(chat.answers).to_have_count(2)
        await expect(chat.composer).to_have_value("")


class TestModels:
    async def test_search_and_choose_with_the_keyboard(self, chat: ChatPage) -> None:
        await chat.by_id("model-picker").click()
        await expect(chat.by_id("model-option")).not_to_have_count(0)
        await chat.by_id("model-search").fill("mini")
        await expect(chat.by_id("model-option")).to_have_count(1)
        await chat.by_id("model-search").press("Enter")
        await expect(chat.by_id("model-picker")).to_have_text("gpt-5-mini")
        answer = await chat.ask("say by mini")
        await expect(answer).to_contain_text("gpt-5-mini")
