"""Marks, forks, the map, summaries, quotes and side questions, as a person meets them."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import BrowserContext, Locator, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations
from tests.fakes.model_server import ModelServer

ACTIONS = {"tree": "chat.tree", "pinned": "chat.pinned", "side": "side.ask"}
NewContext = Callable[..., BrowserContext]


async def choose(chat: ChatPage, message: Locator, entry: str) -> None:
    """Pick an entry of a message's menu."""
    await message.hover()
    await message.get_by_test_id("message-menu").click()
    await chat.by_id(entry).click()


async def open_panel(chat: ChatPage, entry: str) -> None:
    """Pick an entry of the header's menu that opens a panel."""
    await chat.by_id("header-menu").click()
    await chat.by_id(f"menu-{ACTIONS[entry]}").click()


async def select_words(message: Locator) -> None:
    """Select all words of a message, as a double click and a drag would."""
    await message.locator(".md p").first.click(click_count=3)


def read_last(models: ModelServer) -> list[str]:
    """What the model was sent last."""
    return [message["content"] for message in models.requests[-1]["messages"]]


class TestMarks:
    async def test_rate_is_a_toggle(self, chat: ChatPage) -> None:
        answer = await chat.ask("say rate me")
        await answer.get_by_test_id("rate-up").click()
        await expect(answer.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "true")
        await answer.get_by_test_id("rate-down").click()
        await expect(answer.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "false")
        await answer.get_by_test_id("rate-down").click()
        await expect(answer.get_by_test_id("rate-down")).to_have_attribute("aria-pressed", "false")

    async def test_pin_list_and_jump(self, chat: ChatPage) -> None:
        await chat.ask("count 400")
        await chat.ask("count 400")
        await choose(chat, chat.questions.first, "message-pin")
        await expect(chat.questions.first.get_by_test_id("is-pinned")).to_be_visible()
        await chat.by_id("messages").evaluate("area => { area.scrollTop = area.scrollHeight }")
        await open_panel(chat, "pinned")
        await expect(chat.by_id("pin")).to_have_count(1)
        await chat.by_id("pin").locator(".pin-go").click()
        await expect(chat.questions.first).to_be_in_viewport()
        await chat.by_id("unpin").click()
        await expect(chat.by_id("pin")).to_have_count(0)

    async def test_an_excluded_message_is_grey_and_not_read(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.ask("say secret")
        await choose(chat, chat.questions.first, "message-exclude")
        await expect(chat.questions.first.get_by_test_id("is-excluded")).to_be_visible()
        await chat.ask("say open")
        assert "say secret" not in read_last(models)
        await choose(chat, chat.questions.first, "message-exclude")
        await expect(chat.questions.first.get_by_test_id("is-excluded")).to_have_count(0)

    async def test_the_divider_cuts_the_context_and_is_taken_back(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.ask("say before")
        await chat.page.keyboard.press("Control+Alt+J")
        await expect(chat.by_id("context-divider")).to_be_visible()
        await chat.ask("say after")
        assert read_last(models) == ["say after"]
        await chat.by_id("divider-undo").click()
        await expect(chat.by_id("context-divider")).to_have_count(0)
        await chat.ask("say both")
        assert read_last(models)[0] == "say before"

    async def test_delete_with_undo(self, chat: ChatPage) -> None:
        await chat.ask("say stay")
        await choose(chat, chat.answers.first, "delete")
        await expect(chat.answers).to_have_count(0)
        await chat.by_id("undo").click()
        await expect(chat.answers).to_have_count(1)


class TestFork:
    async def test_the_visible_path_becomes_a_chat_of_its_own(self, chat: ChatPage) -> None:
        await chat.ask("say first")
        await chat.ask("say second")
        before = chat.page.url
        await choose(chat, chat.answers.first, "message-fork")
        await expect(chat.page).not_to_have_url(before)
        await expect(chat.answers).to_have_count(1)
        await expect(chat.page).to_have_title(re.compile(r"say first \(fork\)"))
        await chat.ask("say elsewhere")
        await chat.page.go_back()
        await expect(chat.answers).to_have_count(2)
        await expect(chat.answers.nth(1)).to_contain_text("second")

    async def test_all_branches_come_along(self, chat: ChatPage) -> None:
        answer = await chat.ask("say twice")
        await answer.get_by_test_id("regenerate").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        before = chat.page.url
        await choose(chat, chat.answers.first, "message-forkAll")
        await expect(chat.page).not_to_have_url(before)
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")


class TestTree:
    async def test_shows_branches_with_cost_and_goes_there_by_key(self, chat: ChatPage) -> None:
        answer = await chat.ask("say root")
        await chat.ask("say old branch")
        await chat.answers.first.hover()
        await answer.get_by_test_id("regenerate").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")
        await expect(chat.answers).to_have_count(1)
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await open_panel(chat, "tree")
        nodes = chat.by_id("tree-node")
        await expect(nodes).to_have_count(5)
        await expect(chat.by_id("branch-cost")).to_have_count(3)
        await expect(chat.by_id("branch-cost").first).to_have_text(re.compile(r"^\d+ tokens$"))
        await expect(nodes.nth(4)).to_have_attribute("aria-current", "true")
        await nodes.nth(4).focus()
        await chat.page.keyboard.press("ArrowUp")
        await expect(nodes.nth(3)).to_be_focused()
        await chat.page.keyboard.press("Enter")
        await expect(chat.answers.nth(1)).to_contain_text("old branch")
        await expect(nodes.nth(3)).to_have_attribute("aria-current", "true")
        await chat.page.keyboard.press("ArrowLeft")
        await expect(nodes.nth(2)).to_be_focused()
        await expect(chat.by_id("branch-details")).to_contain_text("This branch: 3 messages, 22 tokens")
        await chat.page.keyboard.press("Escape")
        await expect(chat.by_id("tree")).to_have_count(0)


class TestSummary:
    async def test_is_made_edited_renewed_and_removed(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.ask("say first")
        await chat.ask("say second")
        await choose(chat, chat.answers.first, "message-summarise")
        block = chat.by_id("summary")
        await expect(block.locator("summary")).to_contain_text("Summary of 2 messages")
        await block.locator("summary").click()
        await chat.by_id("summary-edit").click()
        await chat.by_id("summary-text").fill("They said something.")
        await chat.by_id("summary-save").click()
        await expect(block.locator(".md")).to_have_text("They said something.")
        await chat.ask("say third")
        sent = read_last(models)
        assert sent[0].endswith("They said something.")
        assert sent[1] == "say second"
        await chat.by_id("summary-again").click()
        await expect(block.locator(".md")).not_to_have_text("They said something.")
        await chat.by_id("summary-remove").click()
        await expect(block).to_have_count(0)


class TestSelection:
    async def test_quote_goes_into_the_composer(self, chat: ChatPage) -> None:
        await chat.ask("say an owl is a bird")
        await select_words(chat.answers.first)
        await chat.by_id("selection-quote").click()
        await expect(chat.composer).to_have_value("> an owl is a bird\n\n")
        await expect(chat.composer).to_be_focused()
        await expect(chat.by_id("selection-bar")).to_have_count(0)

    async def test_escape_puts_the_toolbar_away(self, chat: ChatPage) -> None:
        await chat.ask("say nothing")
        await select_words(chat.answers.first)
        await expect(chat.by_id("selection-bar")).to_be_visible()
        await chat.page.keyboard.press("Escape")
        await expect(chat.by_id("selection-bar")).to_have_count(0)

    async def test_a_side_question_has_rounds_and_stays_out_of_the_chat(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.ask("say an owl is a bird")
        await select_words(chat.answers.first)
        await chat.by_id("selection-ask").click()
        await expect(chat.by_id("side-quote")).to_have_text("an owl is a bird")
        await chat.by_id("side-explain").click()
        answer = chat.by_id("side-answer")
        await expect(answer.first).not_to_have_attribute("data-live", "true")
        await expect(answer.first).to_contain_text("Explain this simply")
        await expect(chat.by_id("side-cost")).to_be_visible()
        await chat.by_id("side-question").fill("say and why?")
        await chat.by_id("side-question").press("Enter")
        await expect(answer.nth(1)).to_contain_text("and why?")
        assert [text.splitlines()[0] for text in read_last(models)][:3] == [
            "say an owl is a bird",
            "an owl is a bird",
            "> an owl is a bird",
        ]
        await expect(chat.answers).to_have_count(1)
        await chat.by_id("panel-close").click()
        await open_panel(chat, "side")
        await expect(answer).to_have_count(0)

    async def test_a_side_answer_can_be_stopped(self, chat: ChatPage) -> None:
        await chat.ask("say wait")
        await open_panel(chat, "side")
        await chat.by_id("side-question").fill("hold")
        await chat.by_id("side-question").press("Enter")
        await expect(chat.by_id("side-answer")).to_contain_text("Holding")
        await chat.by_id("side-stop").click()
        await expect(chat.by_id("side-send")).to_be_visible()
        await expect(chat.by_id("side-answer")).to_contain_text("Holding")


class TestCopy:
    async def test_as_markdown_and_with_formatting(self, new_context: NewContext, app: AppProcess) -> None:
        context = await new_context(permissions=["clipboard-read", "clipboard-write"])
        chat = await in_context(context)
        answer = await chat.ask("say **bold** words")
        await choose(chat, answer, "message-copyMarkdown")
        assert await chat.page.evaluate("navigator.clipboard.readText()") == "**bold** words"
        await choose(chat, answer, "message-copyFormatted")
        html = "(async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text())()"
        await chat.page.wait_for_function(f"{html}.then((text) => text.includes('<strong>bold</strong>'), () => false)")


class TestPhone:
    async def test_menu_map_and_side_question(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await phone.ask("say on the road")
        await select_words(phone.answers.first)
        await phone.by_id("selection-quote").tap()
        await expect(phone.composer).to_have_value("> on the road\n\n")
        await phone.composer.fill("")
        await phone.answers.first.get_by_test_id("message-menu").tap()
        await phone.by_id("message-pin").tap()
        await expect(phone.answers.first.get_by_test_id("is-pinned")).to_be_visible()
        await phone.answers.first.get_by_test_id("rate-up").tap()
        await expect(phone.answers.first.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "true")
        await phone.answers.first.get_by_test_id("message-menu").tap()
        await phone.by_id("message-exclude").tap()
        await expect(phone.answers.first.get_by_test_id("is-excluded")).to_be_visible()
        await phone.by_id("header-menu").tap()
        await phone.by_id("menu-chat.tree").tap()
        await expect(phone.by_id("tree-node")).to_have_count(2)
        await phone.by_id("tree-node").first.tap()
        await expect(phone.by_id("tree")).to_have_count(0)
        await expect(phone.questions.first).to_be_in_viewport()
        await phone.answers.first.get_by_test_id("message-menu").tap()
        await phone.by_id("message-ask").tap()
        await phone.by_id("side-question").fill("say yes")
        await phone.by_id("side-send").tap()
        await expect(phone.by_id("side-answer")).to_contain_text("yes")
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        await phone.by_id("panel-close").tap()
        await phone.by_id("header-menu").tap()
        await phone.by_id("menu-context.clear").tap()
        await expect(phone.by_id("context-divider")).to_be_visible()
        await phone.questions.first.get_by_test_id("message-menu").tap()
        await phone.by_id("message-fork").tap()
        await expect(phone.page).to_have_title(re.compile(r"\(fork\)"))


class TestAccessibility:
    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    async def test_axe_finds_nothing(self, new_context: NewContext, device: dict) -> None:
        page = await in_context(await new_context(**device))
        await page.ask("say **one** `code`")
        await page.ask("say two")
        chat_id = page.page.url.rpartition("/")[2]
        api = f"{page.page.url.split('/c/')[0]}/api/v1"
        listed = httpx.get(f"{api}/conversations/{chat_id}/messages").json()["messages"]
        httpx.post(f"{api}/conversations/{chat_id}/summaries", json={"message_id": listed[1]["id"]}).raise_for_status()
        for message, marks in zip(listed, ({"pinned": True}, {"rating": 1}, {"excluded": True}, {"clears_context": True}), strict=True):
            httpx.patch(f"{api}/messages/{message['id']}", json=marks).raise_for_status()
        await expect(page.by_id("context-divider")).to_be_visible()
        await page.by_id("summary").locator("summary").click()
        assert await violations(page.page) == []
        for entry in ("tree", "pinned", "side"):
            await open_panel(page, entry)
            await expect(page.by_id(f"panel-{entry}")).to_be_visible()
            assert await violations(page.page) == []
            await page.by_id("panel-close").click()
        await page.answers.last.get_by_test_id("message-menu").click()
        assert await violations(page.page) == []
