"""The strip of open chats, what is unread, where reading stopped, and two chats side by side."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, FrameLocator, Locator, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]


class Desk:
    """The API as the setting of a scene."""

    def __init__(self, url: str) -> None:
        self.http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30)

    async def chat(self, title: str, *texts: str) -> str:
        """A chat with answers to these texts; its id."""
        made = (await self.http.post("/conversations", json={})).json()["id"]
        for text in texts or (f"say {title}",):
            (await self.http.post(f"/conversations/{made}/messages", json={"text": text})).raise_for_status()
        await self.http.patch(f"/conversations/{made}", json={"title": title})
        return made

    async def tabs(self, *titles: str) -> list[str]:
        """So many chats, open in this order."""
        ids = [await self.chat(title) for title in titles]
        for conversation_id in ids:
            await self.http.put(f"/tabs/{conversation_id}")
        return ids

    async def clear(self) -> None:
        """An empty strip."""
        for tab in (await self.http.get("/tabs")).json()["tabs"]:
            await self.http.delete(f"/tabs/{tab['conversation_id']}")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(app: AppProcess) -> Desk:
    desk = Desk(app.url)
    await desk.clear()
    yield desk
    await desk.clear()
    await desk.http.aclose()


def tabs(page: ChatPage) -> Locator:
    return page.by_id("tab")


def tab(page: ChatPage, title: str) -> Locator:
    return tabs(page).filter(has_text=title)


async def titles(page: ChatPage) -> list[str]:
    return await page.page.locator("[data-testid=tab] .tab-title").all_inner_texts()


class TestStrip:
    async def test_a_chat_that_is_opened_has_a_tab(self, desk: Desk, chat: ChatPage) -> None:
        await expect(chat.by_id("tab-new")).to_be_visible()
        await chat.ask("say first tab")
        await expect(tab(chat, "say first tab")).to_have_attribute("data-active", "true")
        await expect(tab(chat, "say first tab").locator(".tab-mark")).to_have_attribute(
            "title", await chat.by_id("model-picker").inner_text()
        )
        await chat.by_id("tab-add").click()
        await expect(chat.answers).to_have_count(0)
        await chat.ask("say second tab")
        await expect(tabs(chat)).to_have_count(2)
        await tab(chat, "say first tab").click()
        await expect(chat.answers.first).to_contain_text("first tab")
        await chat.page.reload()
        await expect(tabs(chat)).to_have_count(2)
        await expect(tab(chat, "say first tab")).to_have_attribute("data-active", "true")

    async def test_close_goes_to_the_neighbour_and_reopen_comes_back(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma")
        await chat.open(f"/c/{ids[1]}")
        await tab(chat, "Beta").get_by_test_id("tab-close").dblclick()
        await expect(tabs(chat)).to_have_count(2)
        await expect(chat.page).to_have_title("Gamma · Parley")
        await tab(chat, "Alpha").click(button="middle")
        await expect(tabs(chat)).to_have_count(1)
        await chat.page.keyboard.press("Control+Alt+Shift+T")
        await expect(chat.page).to_have_title("Alpha · Parley")
        await chat.by_id("tab-list").click()
        await chat.by_id("tab-reopen").click()
        await expect(chat.page).to_have_title("Beta · Parley")
        assert await titles(chat) == ["Alpha", "Beta", "Gamma"]

    async def test_keys_jump_walk_and_close(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma")
        await chat.open(f"/c/{ids[0]}")
        await expect(tabs(chat)).to_have_count(3)
        for keys, title in [
            ("Control+Alt+3", "Gamma"),
            ("Control+Alt+1", "Alpha"),
            ("Control+Alt+ArrowRight", "Beta"),
            ("Control+Alt+ArrowLeft", "Alpha"),
        ]:
            await chat.page.keyboard.press(keys)
            await expect(chat.page).to_have_title(f"{title} · Parley")
        await chat.page.keyboard.press("Control+Alt+W")
        await expect(chat.page).to_have_title("Beta · Parley")
        await expect(tabs(chat)).to_have_count(2)

    async def test_reorder_by_pointer_and_by_key(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma")
        await chat.open(f"/c/{ids[0]}")
        await expect(tabs(chat)).to_have_count(3)
        await tab(chat, "Alpha").drag_to(tab(chat, "Gamma"), target_position={"x": 150, "y": 20})
        await expect(chat.page.locator("[data-testid=tab] .tab-title")).to_have_text(["Beta", "Gamma", "Alpha"])
        await tab(chat, "Alpha").locator("a").focus()
        await chat.page.keyboard.press("Control+Shift+ArrowLeft")
        await expect(chat.page.locator("[data-testid=tab] .tab-title")).to_have_text(["Beta", "Alpha", "Gamma"])
        await expect(tab(chat, "Alpha").locator("a")).to_be_focused()
        await chat.page.keyboard.press("ArrowRight")
        await expect(tab(chat, "Gamma").locator("a")).to_be_focused()
        await chat.page.keyboard.press("Delete")
        await expect(tabs(chat)).to_have_count(2)
        await chat.page.reload()
        await expect(chat.page.locator("[data-testid=tab] .tab-title")).to_have_text(["Beta", "Alpha"])

    async def test_the_menu_pins_and_closes_many(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma", "Delta")
        await chat.open(f"/c/{ids[2]}")
        await tab(chat, "Gamma").click(button="right")
        await chat.by_id("tab-pin").click()
        await expect(tabs(chat).first).to_contain_text("Gamma")
        await tab(chat, "Beta").click(button="right")
        await chat.by_id("tab-close-right").click()
        await expect(tabs(chat)).to_have_count(3)
        await tab(chat, "Beta").click(button="right")
        await chat.by_id("tab-close-others").click()
        await expect(chat.page.locator("[data-testid=tab] .tab-title")).to_have_text(["Gamma", "Beta"])

    async def test_many_tabs_scroll_and_are_listed(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs(*(f"Chat {number}" for number in range(1, 26)))
        await chat.open(f"/c/{ids[24]}")
        await expect(tab(chat, "Chat 25")).to_be_in_viewport()
        await expect(tab(chat, "Chat 1").first).not_to_be_in_viewport()
        await chat.by_id("tab-list").click()
        await expect(chat.by_id("tab-list-item")).to_have_count(25)
        await chat.by_id("tab-list-item").first.click()
        await expect(tab(chat, "Chat 1").first).to_be_in_viewport()
        assert await chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


class TestUnread:
    async def test_runs_behind_and_is_unread_until_it_is_looked_at(self, desk: Desk, chat: ChatPage, models: ModelServer) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.by_id("tab-add").click()
        await expect(tab(chat, "hold")).to_have_attribute("data-running", "true")
        models.release()
        await expect(tab(chat, "hold")).to_have_attribute("data-unread", "true")
        await chat.page.reload()
        await expect(tab(chat, "hold")).to_have_attribute("data-unread", "true")
        await tab(chat, "hold").click()
        await expect(tab(chat, "hold")).to_have_attribute("data-unread", "false")
        await chat.by_id("tab-add").click()
        await expect(tab(chat, "hold")).to_have_attribute("data-unread", "false")


class TestReadingPlace:
    async def test_goes_on_where_it_stopped(self, desk: Desk, chat: ChatPage) -> None:
        long = await desk.chat("Long", *(f"count {60 + number}" for number in range(20)))
        await desk.chat("Other")
        await chat.open(f"/c/{long}")
        await expect(chat.answers).not_to_have_count(0)
        await chat.by_id("messages").hover()
        await chat.page.mouse.wheel(0, -1500)
        await expect(chat.page.locator(".to-end")).to_be_visible()
        await chat.page.wait_for_timeout(900)  # Scrolling comes to rest, and the place is kept.
        top = "[...document.querySelectorAll('.message[data-id]')].find((m) => m.getBoundingClientRect().bottom > document.querySelector('.messages').getBoundingClientRect().top + 1).dataset.id"
        at = await chat.page.evaluate(top)
        await (await chat.row("Other")).click()
        await expect(chat.page).to_have_title("Other · Parley")
        await (await chat.row("Long")).click()
        await expect(chat.page).to_have_title("Long · Parley")
        await expect(chat.page.locator(".to-end")).to_be_visible()
        assert await chat.page.evaluate(top) == at
        await chat.page.reload()
        await expect(chat.page.locator(".to-end")).to_be_visible()
        assert await chat.page.evaluate(top) == at


class TestSplit:
    @staticmethod
    def right(chat: ChatPage) -> FrameLocator:
        return chat.page.frame_locator("[data-testid=split-frame]")

    async def test_two_chats_answer_side_by_side_and_stay_after_a_reload(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Left", "Right")
        await chat.open(f"/c/{ids[0]}")
        await tab(chat, "Right").click(button="right")
        await chat.by_id("tab-split").click()
        right = self.right(chat)
        for _ in range(2):
            await expect(right.get_by_test_id("message-assistant").first).to_contain_text("Right")
            await expect(chat.answers.first).to_contain_text("Left")
            await expect(right.get_by_test_id("tab-strip")).to_have_count(0)
            await expect(right.locator("#sidebar")).to_have_count(0)
            await chat.page.reload()
        await expect(right.get_by_test_id("model-picker")).not_to_have_text("Choose a model")
        await right.get_by_test_id("composer").fill("say on the right")
        await right.get_by_test_id("composer").press("Enter")
        await chat.ask("say on the left")
        await expect(right.get_by_test_id("message-assistant").last).to_contain_text("on the right")
        await expect(chat.answers).to_have_count(2)
        await expect(right.get_by_test_id("message-assistant")).to_have_count(2)
        tokens = await chat.page.evaluate("[sessionStorage.token, sessionStorage['token-beside']]")
        assert len(set(tokens)) == 2

    async def test_swap_widen_and_open_in_full(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Left", "Right")
        await desk.http.patch(f"/tabs/{ids[1]}", json={"share": 50})
        await chat.open(f"/c/{ids[0]}")
        right = self.right(chat)
        await expect(right.get_by_test_id("message-assistant").first).to_contain_text("Right")
        before = (await chat.by_id("split-pane").bounding_box())["width"]
        edge = await chat.by_id("split-edge").bounding_box()
        await chat.page.mouse.move(edge["x"] + 3, 300)
        await chat.page.mouse.down()
        await chat.page.mouse.move(edge["x"] - 100, 300, steps=4)
        await chat.page.mouse.up()
        assert (await chat.by_id("split-pane").bounding_box())["width"] > before + 60
        await chat.by_id("split-edge").press("ArrowRight")
        await chat.by_id("split-swap").click()
        await expect(chat.answers.first).to_contain_text("Right")
        await expect(right.get_by_test_id("message-assistant").first).to_contain_text("Left")
        await tab(chat, "Left").click()
        await expect(right.get_by_test_id("composer")).to_be_focused()
        await chat.page.keyboard.press("Control+Alt+1")
        await chat.by_id("split-full").click()
        await expect(chat.by_id("split-frame")).to_have_count(0)
        await expect(chat.page).to_have_title("Left · Parley")

    async def test_a_link_in_the_frame_stays_in_it(self, desk: Desk, chat: ChatPage) -> None:
        ids = await desk.tabs("Left", "Right")
        await desk.http.patch(f"/tabs/{ids[1]}", json={"share": 50})
        await chat.open(f"/c/{ids[0]}")
        right = self.right(chat)
        await expect(right.get_by_test_id("message-assistant").first).to_contain_text("Right")
        await right.get_by_test_id("composer").click()
        await chat.page.keyboard.press("Control+Shift+O")
        await expect(right.get_by_test_id("message-assistant")).to_have_count(0)
        await expect(chat.answers.first).to_contain_text("Left")
        await right.get_by_test_id("composer").fill("say begun on the right")
        await right.get_by_test_id("composer").press("Enter")
        await expect(tab(chat, "say begun on the right")).to_have_attribute("data-beside", "true")
        await expect(chat.page).to_have_title("Left · Parley")


class TestAccessibility:
    async def test_axe_finds_nothing(self, desk: Desk, new_context: NewContext) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma")
        await desk.http.patch(f"/tabs/{ids[0]}", json={"pinned": True})
        page = await in_context(await new_context(), f"/c/{ids[0]}")
        await expect(tabs(page)).to_have_count(3)
        await page.by_id("tab-list").click()
        await expect(page.by_id("tab-list-item")).to_have_count(3)
        assert await violations(page.page) == []
        await page.page.keyboard.press("Escape")
        await tab(page, "Beta").click(button="right")
        await page.by_id("tab-split").click()
        await expect(page.page.frame_locator("iframe").get_by_test_id("message-assistant").first).to_be_visible()
        assert await violations(page.page) == []

    async def test_nor_on_the_phone(self, desk: Desk, new_context: NewContext) -> None:
        ids = await desk.tabs("Alpha", "Beta")
        page = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        await page.by_id("tab-count").tap()
        await expect(page.by_id("sheet-tab")).to_have_count(2)
        assert await violations(page.page) == []
