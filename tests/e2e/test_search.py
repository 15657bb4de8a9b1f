"""Finding things: the field in the sidebar, the way to a message, the search within a chat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, expect

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.ids import new_id
from chat_app.services.search.indexing import index_conversation
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, violations

NewContext = Callable[..., BrowserContext]
LONG = 1_400
FAR_UP = 41
MARKED = """() => new Promise((done) => {
    const look = () => (CSS.highlights.get("in-chat-here")?.size ? done() : requestAnimationFrame(look));
    look();
})"""


# Types texts, one right after the other, and counts the hits that are on show before the server can have answered.
SHOWN_AT_ONCE = """async (texts) => {
    const field = document.querySelector('[data-testid=chat-search]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    for (const text of texts) {
        set.call(field, text);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((done) => setTimeout(done));
    }
    return document.querySelectorAll('[data-testid=search-hit]').length;
}"""


@pytest.fixture(scope="module")
def far_up(app: AppProcess) -> str:
    """A chat of many messages; the id of one far up, in which zebras are."""
    httpx.get(f"{app.url}/api/v1/me").raise_for_status()  # Makes the owner.
    database = Database(f"sqlite:///{app.data / 'parley.db'}")
    try:
        return database.write_now(_write_long_chat)
    finally:
        database.close()


def _write_long_chat(session) -> str:
    begin = datetime.now(UTC) - timedelta(days=3)
    chat = models.Conversation(id=new_id(), owner_id=OWNER_ID, title="Wildlife log", created_at=begin, updated_at=begin)
    session.add(chat)
    session.flush()
    ids, parent = [], None
    for number in range(LONG):
        text = "Three **zebras** crossed; a zebra stayed." if number == FAR_UP else f"Entry {number}: nothing but grass."
        role = "user" if number % 2 == 0 else "assistant"
        row = models.Message(
            id=new_id(), conversation_id=chat.id, parent_id=parent, role=role, text=text, model_id="offline/parley", created_at=begin
        )
        session.add(row)
        ids.append(row.id)
        parent = row.id
    hidden = models.Message(
        id=new_id(), conversation_id=chat.id, parent_id=ids[0], role="assistant", text="A giraffe, elsewhere.", created_at=begin
    )
    session.add(hidden)
    chat.active_leaf_id = parent
    session.flush()
    index_conversation(session, chat)
    return ids[FAR_UP]


@pytest_asyncio.fixture(loop_scope="session")
async def desk(new_context: NewContext, app: AppProcess, far_up: str) -> AsyncIterator[ChatPage]:
    page = ChatPage(await (await new_context()).new_page())
    await page.open()
    yield page
    assert page.errors == []


def hits(page: ChatPage) -> Locator:
    return page.by_id("search-hit")


async def look_for(page: ChatPage, text: str) -> Locator:
    await page.by_id("chat-search").fill(text)
    await expect(hits(page).first).to_be_visible()
    return hits(page)


class TestField:
    async def test_a_hit_leads_to_its_message_a_thousand_messages_up(self, desk: ChatPage, far_up: str) -> None:
        found = await look_for(desk, "zebra")
        await expect(found.locator("mark").first).to_have_text("zebras")
        await desk.by_id("chat-search").press("Enter")
        message = desk.page.locator(f'.messages [data-id="{far_up}"]')
        await expect(message).to_be_in_viewport()
        assert await desk.answers.count() + await desk.questions.count() < 120
        await desk.by_id("messages").hover()
        await desk.page.mouse.wheel(0, 4_000)
        await expect(desk.page.get_by_text(f"Entry {FAR_UP + 25}:")).to_be_attached()
        await desk.page.locator(".to-end").click()
        await expect(desk.page.get_by_text(f"Entry {LONG - 1}:")).to_be_in_viewport()

    async def test_a_hit_on_another_branch_brings_it_on_show(self, desk: ChatPage) -> None:
        await (await look_for(desk, "giraffe")).first.click()
        await expect(desk.page.get_by_text("A giraffe, elsewhere.").last).to_be_in_viewport()
        await expect(desk.answers).to_have_count(1)
        await (await look_for(desk, "zebra")).first.click()
        await expect(desk.page.get_by_text("a zebra stayed").last).to_be_in_viewport()

    async def test_a_link_leads_to_its_message(self, desk: ChatPage, far_up: str) -> None:
        address = await (await look_for(desk, "zebra")).first.get_attribute("href")
        await desk.page.goto(address)
        await expect(desk.page.locator(f'.messages [data-id="{far_up}"]')).to_be_in_viewport()

    async def test_operators_are_completed_by_keyboard(self, desk: ChatPage) -> None:
        field = desk.by_id("chat-search")
        await field.click()
        await expect(desk.by_id("search-offer").filter(has_text="has:file")).to_be_visible()
        await field.press_sequentially("zebra bef")
        await field.press("Tab")
        await expect(field).to_have_value("zebra before:")
        await field.press_sequentially("2020")
        await expect(desk.by_id("search-none")).to_be_visible()
        await field.fill("zebra before:soon")
        await expect(desk.by_id("search-problem")).to_contain_text("“soon” is no date")
        await field.press("Escape")
        await expect(field).to_have_value("")
        await expect(desk.by_id("chat-tree").or_(desk.by_id("chat-item")).first).to_be_visible()

    async def test_hits_of_another_search_are_gone_at_once(self, desk: ChatPage) -> None:
        await look_for(desk, "zebra")
        assert await desk.page.evaluate(SHOWN_AT_ONCE, ["zebras"])
        assert not await desk.page.evaluate(SHOWN_AT_ONCE, ["giraffe"])
        await expect(hits(desk).locator("mark").first).to_have_text("giraffe")
        assert not await desk.page.evaluate(SHOWN_AT_ONCE, ["", "giraffe"])
        await expect(hits(desk).locator("mark").first).to_have_text("giraffe")

    async def test_operators_narrow_what_is_found(self, chat: ChatPage, app: AppProcess) -> None:
        with httpx.Client(base_url=f"{app.url}/api/v1", timeout=20) as api:
            tag, folder = api.post("/tags", json={"name": "birds"}).json(), api.post("/folders", json={"name": "Aviary"}).json()
            made = [api.post("/conversations", json={"folder_id": folder["id"]}).json()["id"] for _ in range(2)]
            for number, chat_id in enumerate(made):
                api.post(f"/conversations/{chat_id}/messages", json={"text": f"say cassowary {number}"}).raise_for_status()
                api.patch(f"/conversations/{chat_id}", json={"title": f"Cassowary {number}"}).raise_for_status()
            api.patch(f"/conversations/{made[0]}", json={"tag_ids": [tag["id"]]}).raise_for_status()
            api.delete(f"/conversations/{made[1]}").raise_for_status()
        for query, title in [
            ("tag:birds", "Cassowary 0"),
            ("folder:aviary", "Cassowary 0"),
            ("model:gpt-5", "Cassowary 0"),
            ("after:2020", "Cassowary 0"),
            ("in:trash", "Cassowary 1"),
        ]:
            await look_for(chat, f"cassowary {query}")
            await expect(hits(chat).filter(has_text=title).first).to_be_visible()
            await expect(hits(chat).filter(has_text=f"Cassowary {1 - int(title[-1])}")).to_have_count(0)
        await chat.by_id("chat-search").fill("cassowary has:file")
        await expect(chat.by_id("search-none")).to_be_visible()
        await chat.by_id("search-forget").or_(chat.by_id("search-clear")).first.click()

    async def test_what_is_said_is_found_at_once_and_searches_are_remembered(self, chat: ChatPage) -> None:
        await chat.ask("say Quokkas smile")
        await (await look_for(chat, "quokka")).last.click()
        await chat.by_id("search-clear").click()
        await expect(chat.by_id("search-offer").filter(has_text="quokka")).to_be_visible()
        await chat.by_id("search-forget").click()
        await expect(chat.by_id("search-offer").filter(has_text="quokka")).to_have_count(0)

    async def test_arrows_walk_through_the_hits(self, desk: ChatPage) -> None:
        await look_for(desk, "wildlife")
        field = desk.by_id("chat-search")
        await field.press("ArrowDown")
        await expect(hits(desk).first).to_have_attribute("aria-selected", "true")
        await field.press("Enter")
        await expect(desk.page.get_by_role("heading", level=1)).to_have_text("Wildlife log")


class TestInChat:
    async def test_finds_all_places_and_steps_through_them(self, desk: ChatPage, far_up: str) -> None:
        await (await look_for(desk, "wildlife")).first.click()
        await expect(desk.answers.first).to_be_visible()
        await desk.page.keyboard.press("Control+Shift+F")
        field = desk.by_id("in-chat-field")
        await field.fill("ZEBRA")
        await expect(desk.by_id("in-chat-place")).to_have_text(re.compile("[12] of 2"))
        await expect(desk.page.locator(f'.messages [data-id="{far_up}"]')).to_be_in_viewport()
        await desk.page.evaluate(MARKED)
        first = await desk.by_id("in-chat-place").inner_text()
        await field.press("Enter")
        await expect(desk.by_id("in-chat-place")).not_to_have_text(first)
        await field.press("Shift+Enter")
        await expect(desk.by_id("in-chat-place")).to_have_text(first)
        await field.fill("no such words")
        await expect(desk.by_id("in-chat-place")).to_have_text("Not found")
        await field.press("Escape")
        await expect(field).to_have_count(0)


class TestPhone:
    async def test_a_hit_closes_the_drawer_and_shows_the_message(self, new_context: NewContext, desk: ChatPage, far_up: str) -> None:
        phone = ChatPage(await (await new_context(**PHONE)).new_page())
        await phone.open()
        await phone.by_id("sidebar-toggle-header").tap()
        await (await look_for(phone, "zebra")).first.tap()
        await expect(phone.page.locator(f'.messages [data-id="{far_up}"]')).to_be_in_viewport()
        await expect(phone.by_id("chat-search")).not_to_be_in_viewport()
        await phone.by_id("header-menu").tap()
        await phone.by_id("menu-search.chat").tap()
        await phone.by_id("in-chat-field").fill("stayed")
        await expect(phone.by_id("in-chat-place")).to_have_text("1 of 1")
        assert await phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_axe_finds_nothing(new_context: NewContext, desk: ChatPage) -> None:
    page = ChatPage(await (await new_context()).new_page())
    await page.open()
    await page.by_id("chat-search").click()
    await expect(page.by_id("search-offer").first).to_be_visible()
    assert await violations(page.page) == []
    await (await look_for(page, "zebra")).first.click()
    await expect(page.page.get_by_text("a zebra stayed").last).to_be_in_viewport()
    await page.by_id("in-chat-open").click()
    await page.by_id("in-chat-field").fill("zebra")
    await expect(page.by_id("in-chat-place")).to_have_text("1 of 2")
    assert await violations(page.page) == []
