"""Other tabs, reloads and restarts while an answer is on its way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import httpx
from playwright.async_api import BrowserContext, WebSocketRoute, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.fakes.model_server import ModelServer


class TestReload:
    async def test_a_running_answer_goes_on(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.page.reload()
        await expect(chat.answers.first).to_contain_text("Holding")
        await expect(chat.by_id("stop")).to_be_visible()
        models.release()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await expect(chat.answers.first).to_contain_text("no longer.")


class TestSecondTab:
    async def test_sees_the_same_answer_and_its_end(
        self, chat: ChatPage, models: ModelServer, new_context: Callable[..., BrowserContext]
    ) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        other = ChatPage(await (await new_context()).new_page())
        await other.open(chat.page.url)
        await expect(other.answers.first).to_contain_text("Holding")
        models.release()
        await expect(other.answers.first).to_have_attribute("data-status", "complete")
        await expect(other.answers.first).to_contain_text("no longer.")

    async def test_sees_a_new_message_and_a_new_name(self, chat: ChatPage, new_context: Callable[..., BrowserContext]) -> None:
        await chat.ask("say in both tabs")
        other = ChatPage(await (await new_context()).new_page())
        await other.open(chat.page.url)
        await chat.ask("say one more")
        await expect(other.answers).to_have_count(2)
        await other.choose_in_menu("say in both tabs", "rename")
        await other.by_id("rename-field").fill("Named over there")
        await other.by_id("rename-field").press("Enter")
        await expect(await chat.row("Named over there")).to_be_visible()
        await expect(chat.page).to_have_title("Named over there · Parley")


class TestRestart:
    async def test_the_page_recovers_without_a_reload(self, chat: ChatPage, app: AppProcess) -> None:
        await chat.ask("say before the restart")
        await chat.page.evaluate("window.marker = 1")
        await chat.composer.fill("half a thought")
        app.kill()
        await expect(chat.by_id("connection")).to_be_visible()
        app.start()
        await expect(chat.by_id("connection")).to_have_count(0, timeout=15_000)
        await expect(chat.composer).to_have_value("half a thought")
        await expect(chat.answers.first).to_contain_text("before the restart")
        await chat.ask("say after the restart")
        await expect(chat.answers).to_have_count(2)
        assert await chat.page.evaluate("window.marker") == 1
        # A server that is away is an error to the browser, not to us.
        chat.errors.clear()


class TestBeforeTheConnection:
    async def test_a_message_written_early_is_sent_when_the_server_is_there(self, new_context: Callable[..., BrowserContext]) -> None:
        page = await (await new_context()).new_page()
        go_on = asyncio.Event()

        async def late(socket: WebSocketRoute) -> None:
            await go_on.wait()
            socket.connect_to_server()

        await page.route_web_socket(re.compile("/_event"), late)
        early = ChatPage(page)
        await page.goto("/")
        await expect(early.composer).to_be_focused()
        await early.send("say early bird")
        await expect(early.by_id("message-pending")).to_have_text("say early bird")
        go_on.set()
        await expect(early.answers.first).to_contain_text("early bird")
        await expect(early.by_id("message-pending")).to_have_count(0)


class TestScrolling:
    async def test_earlier_messages_come_while_scrolling_up_and_nothing_jumps(self, chat: ChatPage, app: AppProcess) -> None:
        await chat.ask("say first of many")
        async with httpx.AsyncClient(base_url=app.url, timeout=30) as http:
            for number in range(24):
                body = {"text": f"say number {number}"}
                (await http.post(f"/api/v1/conversations/{chat.page.url[-36:]}/messages", json=body)).raise_for_status()
        await chat.page.reload()
        await expect(chat.answers.last).to_contain_text("number 23")
        assert await chat.questions.count() < 25
        await chat.by_id("messages").hover()
        for _ in range(12):
            await chat.page.mouse.wheel(0, -900)
            await chat.page.wait_for_timeout(60)
        await expect(chat.questions.first).to_contain_text("first of many")
        await expect(chat.questions).to_have_count(25)
        await expect(chat.by_id("load-earlier")).to_have_count(0)

    async def test_follows_the_answer_until_the_reader_scrolls_up(self, chat: ChatPage) -> None:
        await chat.send("count 1300 at 400")
        frame = chat.by_id("messages")
        await expect(chat.answers.first).to_contain_text(" 700 ")
        assert await frame.evaluate("e => e.scrollHeight - e.scrollTop - e.clientHeight") < 60
        await frame.hover()
        await chat.page.mouse.wheel(0, -300)
        await expect(chat.page.locator(".to-end")).to_be_visible()
        top = await frame.evaluate("e => e.scrollTop")
        await expect(chat.answers.first).to_have_attribute("data-status", "complete", timeout=15_000)
        assert abs(await frame.evaluate("e => e.scrollTop") - top) < 40
        await chat.page.locator(".to-end").click()
        assert await frame.evaluate("e => e.scrollHeight - e.scrollTop - e.clientHeight") < 60
