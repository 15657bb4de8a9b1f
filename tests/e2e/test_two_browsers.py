"""Two browsers of one person: what changes in one shows in the other within a second, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from chat_app.services.kernel.ids import new_id
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_messages import choose, open_panel
from tests.e2e.test_tabs import Desk, tab, tabs
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]
SOON = 1_000


@pytest_asyncio.fixture(loop_scope="session")
async def desk(app: AppProcess) -> Desk:
    desk = Desk(app.url)
    await desk.clear()
    yield desk
    await desk.clear()
    await desk.http.aclose()


async def another(new_context: NewContext, path: str) -> ChatPage:
    """A second browser at this address."""
    page = ChatPage(await (await new_context()).new_page())
    await page.open(path)
    return page


class TestMessages:
    async def test_sent_edited_branched_deleted(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        chat_id = await desk.chat("Shared", "say one")
        await chat.open(f"/c/{chat_id}")
        other = await another(new_context, f"/c/{chat_id}")
        await expect(other.answers).to_have_count(1)
        answer = await chat.ask("say two")
        await expect(other.answers).to_have_count(2, timeout=SOON)
        answer_id = await answer.get_attribute("data-id")
        question_id = await chat.questions.last.get_attribute("data-id")
        await desk.http.patch(f"/messages/{question_id}", json={"text": "say two, corrected"})
        for page in (chat, other):
            await expect(page.questions.last).to_contain_text("corrected", timeout=SOON)
        await desk.http.post(f"/conversations/{chat_id}/messages", json={"kind": "regenerate", "message_id": answer_id})
        for page in (chat, other):
            await expect(page.answers.last).to_contain_text("2/2", timeout=SOON)
        await desk.http.patch(f"/messages/{answer_id}", json={"active": True})
        for page in (chat, other):
            await expect(page.answers.last).to_contain_text("1/2", timeout=SOON)
        await desk.http.delete(f"/messages/{question_id}")
        for page in (chat, other):
            await expect(page.answers).to_have_count(1, timeout=SOON)

    async def test_pins_ratings_and_what_is_left_out(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        await chat.open(f"/c/{await desk.chat('Marked')}")
        other = await another(new_context, chat.page.url)
        await open_panel(other, "pinned")
        await expect(other.by_id("panel-pinned")).to_be_visible()
        await choose(chat, chat.questions.first, "message-pin")
        await expect(other.questions.first.get_by_test_id("is-pinned")).to_be_visible(timeout=SOON)
        await expect(other.by_id("pin")).to_have_count(1, timeout=SOON)
        await chat.answers.first.get_by_test_id("rate-up").click()
        await expect(other.answers.first.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "true", timeout=SOON)
        await choose(chat, chat.answers.first, "message-exclude")
        await expect(other.answers.first.get_by_test_id("is-excluded")).to_be_visible(timeout=SOON)
        await other.answers.first.get_by_test_id("rate-down").click()
        await expect(chat.answers.first.get_by_test_id("rate-down")).to_have_attribute("aria-pressed", "true", timeout=SOON)
        await other.by_id("unpin").click()
        await expect(chat.questions.first.get_by_test_id("is-pinned")).to_have_count(0, timeout=SOON)

    async def test_none_of_many_changes_is_lost(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        chat_id = await desk.chat("Busy", "say start")
        await chat.open(f"/c/{chat_id}")
        other = await another(new_context, "/")
        for number in range(12):
            await desk.http.patch(f"/conversations/{chat_id}", json={"title": f"Busy {number}"})
            made = await desk.chat(f"Made {number}", "say x")
            await desk.http.put(f"/tabs/{made}")
        for page in (chat, other):
            await expect(tab(page, "Busy 11")).to_be_attached(timeout=SOON)
            await expect(await page.row("Made 11")).to_be_visible(timeout=SOON)
            await expect(tabs(page)).to_have_count(13)


class TestChat:
    async def test_renamed_deleted_and_back(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        chat_id = await desk.chat("Old name")
        await chat.open(f"/c/{chat_id}")
        other = await another(new_context, f"/c/{chat_id}")
        await desk.http.patch(f"/conversations/{chat_id}", json={"title": "New name"})
        for page in (chat, other):
            await expect(page.page).to_have_title("New name · Parley", timeout=SOON)
            await expect(tab(page, "New name")).to_be_visible(timeout=SOON)
        await desk.http.delete(f"/conversations/{chat_id}")
        for page in (chat, other):
            await expect(page.by_id("chat-problem")).to_be_visible(timeout=SOON)
            await expect(tabs(page).filter(has_text="New name")).to_have_count(0)
        await desk.http.patch(f"/conversations/{chat_id}", json={"deleted": False})
        for page in (chat, other):
            await expect(page.answers).to_have_count(1, timeout=SOON)

    async def test_the_draft(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        chat_id = await desk.chat("Drafted")
        await chat.open(f"/c/{chat_id}")
        other = await another(new_context, f"/c/{chat_id}")
        await chat.composer.fill("half a thought")
        await chat.composer.blur()
        await expect(other.composer).to_have_value("half a thought", timeout=SOON)
        await other.composer.fill("half a thought, and more")
        await other.composer.blur()
        await expect(chat.composer).to_have_value("half a thought, and more", timeout=SOON)
        await chat.send("say the whole thought")
        await expect(other.composer).to_have_value("", timeout=2 * SOON)

    async def test_the_draft_of_a_chat_that_has_not_begun(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        await chat.composer.fill("a chat to come")
        await chat.composer.blur()
        other = await another(new_context, "/")
        await expect(other.composer).to_have_value("a chat to come")
        await chat.page.reload()
        await expect(chat.composer).to_have_value("a chat to come")
        await chat.ask("say begun")
        await chat.by_id("tab-add").click()
        await expect(chat.composer).to_have_value("")
        await expect(other.composer).to_have_value("", timeout=SOON)


class TestDesk:
    async def test_tabs_and_what_is_unread(self, desk: Desk, chat: ChatPage, new_context: NewContext, models: ModelServer) -> None:
        ids = await desk.tabs("Alpha", "Beta")
        await chat.open(f"/c/{ids[0]}")
        other = await another(new_context, f"/c/{ids[1]}")
        await tab(chat, "Alpha").locator("a").focus()
        await chat.page.keyboard.press("Control+Shift+ArrowRight")
        await expect(other.page.locator("[data-testid=tab] .tab-title")).to_have_text(["Beta", "Alpha"], timeout=SOON)
        await tab(other, "Beta").click(button="right")
        await other.by_id("tab-pin").click()
        await expect(tab(chat, "Beta")).to_have_attribute("data-pinned", "true", timeout=SOON)
        await other.by_id("tab-add").click()
        await chat.send("hold")
        await expect(tab(other, "Alpha")).to_have_attribute("data-running", "true", timeout=SOON)
        await chat.by_id("tab-add").click()
        await expect(chat.answers).to_have_count(0)
        models.release()
        for page in (chat, other):
            await expect(tab(page, "Alpha")).to_have_attribute("data-unread", "true", timeout=2 * SOON)
        await tab(chat, "Alpha").click()
        await expect(tab(other, "Alpha")).to_have_attribute("data-unread", "false", timeout=SOON)

    async def test_tags(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        # Names of its own: what an earlier run left does not count.
        mark = new_id()[-6:]
        title = f"Tagged {mark}"
        await chat.open(f"/c/{await desk.chat(title)}")
        other = await another(new_context, "/")
        chips = other.page.locator("li.chat-row").filter(has_text=title).locator(".tag-chip")
        await chat.choose_in_menu(title, "tags")
        await chat.by_id("tag-search").fill(f"later {mark}")
        await chat.by_id("tag-search").press("Enter")
        await expect(chips).to_have_text(f"later {mark}", timeout=SOON)
        await chat.by_id("tag-search").fill(mark)
        await chat.by_id("tag-edit").click()
        await chat.by_id("tag-name").fill(f"soon {mark}")
        await chat.by_id("tag-save").click()
        await expect(chips).to_have_text(f"soon {mark}", timeout=SOON)
        await chat.by_id("tag-search").fill(mark)
        await chat.by_id("tag-option").uncheck()
        await expect(chips).to_have_count(0, timeout=SOON)

    async def test_folders(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        other = await another(new_context, "/")
        made = await desk.http.post("/folders", json={"name": "Seen by both"})
        assert made.status_code == 201
        for page in (chat, other):
            await expect(page.page.get_by_text("Seen by both").first).to_be_visible(timeout=SOON)
        await desk.http.delete(f"/folders/{made.json()['id']}")
        for page in (chat, other):
            await expect(page.page.locator("#sidebar").get_by_text("Seen by both")).to_have_count(0, timeout=SOON)

    async def test_theme_and_language(self, desk: Desk, chat: ChatPage, new_context: NewContext) -> None:
        other = await another(new_context, "/")
        await desk.http.patch("/me", json={"theme": "dark", "language": "de"})
        for page in (chat, other):
            await expect(page.page.locator("html")).to_have_attribute("data-theme", "dark", timeout=SOON)
            await expect(page.composer).to_have_attribute("placeholder", "Nachricht schreiben", timeout=SOON)
        await desk.http.patch("/me", json={"theme": "system", "language": "en"})
        await expect(chat.composer).to_have_attribute("placeholder", "Write a message", timeout=SOON)


class TestGaps:
    async def test_an_address_of_no_chat_says_so(self, desk: Desk, chat: ChatPage) -> None:
        await chat.open("/c/nonsense")
        await expect(chat.by_id("chat-problem")).to_be_visible()
        await expect(chat.composer).to_be_hidden()
        await chat.by_id("new-chat").first.click()
        await expect(chat.composer).to_be_visible()

    async def test_what_is_sent_while_the_server_is_away_is_shown(
        self, desk: Desk, chat: ChatPage, models: ModelServer, app: AppProcess
    ) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.page.context.set_offline(True)
        app.kill()
        try:
            await expect(chat.by_id("connection")).to_be_visible()
            await chat.send("say after the gap")
            await expect(chat.by_id("queued-leaving")).to_have_text("say after the gap")
            # One word about it, not one for each part of the page.
            await expect(chat.page.locator(".msg-reconnecting")).to_be_hidden()
        finally:
            app.start()
            await chat.page.context.set_offline(False)
            chat.errors.clear()
        await expect(chat.by_id("queued-leaving")).to_have_count(0, timeout=15_000)
        await expect(chat.page.get_by_text("say after the gap").first).to_be_visible()
        models.release()
        chat.errors.clear()
