"""Answers of several models beside each other, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations

NewContext = Callable[..., BrowserContext]
MODELS = ["openai/gpt-5", "openai/gpt-5-mini", "openai/gpt-4o"]
NAMES = ["gpt-5", "gpt-5-mini", "gpt-4o"]
COUNTED = " ".join(map(str, range(1, 31)))


class Desk:
    """A chat that compares: what these tests do with it over REST and on the page."""

    def __init__(self, url: str) -> None:
        self.api = httpx.Client(base_url=f"{url}/api/v1", headers={"Origin": url}, timeout=30)

    def chat(self, count: int = 3, *, blind: bool = False) -> str:
        """An empty chat with so many models."""
        chat_id: str = self.api.post("/conversations", json={"model_id": MODELS[0]}).raise_for_status().json()["id"]
        body = {"compare_model_ids": MODELS[1:count], "compare_blind": blind}
        self.api.patch(f"/conversations/{chat_id}", json=body).raise_for_status()
        return chat_id

    def compared(self, text: str = "say Well.", *, blind: bool = False) -> dict[str, Any]:
        """A chat with one finished comparison of three."""
        chat_id = self.chat(blind=blind)
        body = {"text": text, "model_ids": MODELS, "blind": blind}
        found: dict[str, Any] = self.api.post(f"/conversations/{chat_id}/messages", json=body).raise_for_status().json()
        return found


@pytest.fixture
def desk(app: AppProcess) -> Iterator[Desk]:
    desk = Desk(app.url)
    yield desk
    desk.api.close()


@pytest_asyncio.fixture(loop_scope="session")
async def wide(chat: ChatPage) -> ChatPage:
    await chat.page.set_viewport_size({"width": 1440, "height": 900})
    return chat


def columns(chat: ChatPage) -> Locator:
    return chat.by_id("compare-column")


async def finished(chat: ChatPage, count: int) -> None:
    await expect(chat.page.locator("[data-testid=compare-column][data-status=complete]")).to_have_count(count, timeout=15_000)


class TestColumns:
    async def test_models_are_added_and_answer_beside_each_other_on_one_line(self, wide: ChatPage) -> None:
        asked: list[str] = []
        wide.page.on("request", lambda request: "/turns/" in request.url and asked.append(request.url))
        await expect(wide.by_id("compare-bar")).to_have_count(0)
        await wide.by_id("model-picker").click()
        await wide.by_id("model-search").fill("gpt-4o")
        row = wide.page.locator("[data-testid=model-option][data-model='openai/gpt-4o']")
        await row.hover()
        await row.get_by_test_id("model-compare").click()
        await expect(wide.by_id("compare-chip")).to_have_count(2)
        await wide.page.keyboard.press("Escape")
        await wide.send("count 30 at 40")
        await expect(columns(wide)).to_have_count(2)
        await expect(columns(wide).first.get_by_test_id("column-stop")).to_be_visible()
        await finished(wide, 2)
        for index in range(2):
            await expect(columns(wide).nth(index)).to_contain_text(COUNTED)
            await expect(columns(wide).nth(index).get_by_test_id("message-tokens")).to_have_text("10 in, 30 out")
        assert len([url for url in asked if "/events" in url]) == 1
        await wide.page.reload()
        await expect(wide.by_id("compare-chip")).to_have_count(2)
        await expect(columns(wide).last).to_contain_text(COUNTED)

    async def test_the_chosen_one_goes_on_and_the_others_stay(self, wide: ChatPage, desk: Desk) -> None:
        found = desk.compared()
        await wide.open(f"/c/{found['conversation_id']}")
        await expect(wide.by_id("compare-next")).to_have_text("The next message goes on from gpt-5.")
        await columns(wide).nth(1).get_by_test_id("column-choose").click()
        await expect(columns(wide).nth(1)).to_have_attribute("data-chosen", "true")
        await expect(wide.by_id("compare-next")).to_have_count(0)
        await wide.send("say More.")
        await finished(wide, 6)
        shown = desk.api.get(f"/conversations/{found['conversation_id']}/messages").json()["messages"]
        assert [message["model_id"] for message in shown] == ["", MODELS[1], "", MODELS[0]]
        await wide.page.reload()
        await expect(wide.by_id("compare").first.get_by_test_id("compare-column")).to_have_count(1)
        await wide.by_id("compare").first.get_by_test_id("compare-fold").click()
        await wide.by_id("compare").first.get_by_test_id("column-choose").last.click()
        await expect(wide.by_id("compare")).to_have_count(1)

    async def test_one_stops_alone_and_is_asked_anew(self, wide: ChatPage, desk: Desk) -> None:
        await wide.open(f"/c/{desk.chat()}")
        await wide.send("count 60 at 30")
        middle = columns(wide).nth(1)
        await expect(middle).to_contain_text("1 2 3")
        await middle.get_by_test_id("column-stop").click()
        await expect(middle).to_have_attribute("data-status", "stopped")
        await expect(columns(wide).first).to_have_attribute("data-status", "running")
        await middle.get_by_test_id("column-retry").click()
        await expect(middle).to_have_attribute("data-status", "running")
        await expect(middle.locator(".branch-place")).to_have_text("2/2")
        await finished(wide, 3)
        await middle.get_by_label("Previous version of this answer").click()
        await expect(middle).to_have_attribute("data-status", "stopped")

    async def test_the_composer_stops_all_and_queues_behind_all(self, wide: ChatPage, desk: Desk) -> None:
        await wide.open(f"/c/{desk.chat(2)}")
        await wide.send("count 300 at 30")
        await expect(columns(wide).last).to_contain_text("1 2 3")
        await wide.send("say Next.")
        await expect(wide.by_id("queued")).to_have_count(1)
        await wide.by_id("stop").click()
        await expect(wide.page.locator("[data-testid=compare-column][data-status=stopped]")).to_have_count(2)
        await finished(wide, 2)
        await expect(wide.by_id("queued")).to_have_count(0)

    async def test_another_model_joins_later(self, wide: ChatPage) -> None:
        answer = await wide.ask("say First.")
        await answer.hover()
        await answer.get_by_test_id("regenerate-with").click()
        row = wide.page.locator("[data-testid=model-option][data-model='openai/gpt-4o']")
        await row.hover()
        await row.get_by_test_id("model-compare").click()
        await expect(columns(wide)).to_have_count(2)
        await finished(wide, 2)
        await expect(columns(wide).last.locator("h2")).to_have_text("gpt-4o")

    async def test_one_that_fails_says_so_and_the_others_answer(self, wide: ChatPage, desk: Desk, models: Any) -> None:
        await wide.open(f"/c/{desk.chat(2)}")
        await wide.send("fail 400")
        await expect(columns(wide).first.get_by_test_id("message-status")).to_be_visible()
        await expect(columns(wide).first.get_by_test_id("column-choose")).to_have_count(0)
        await expect(columns(wide).first.get_by_test_id("retry")).to_be_visible()


class TestMerge:
    async def test_makes_one_answer_that_is_chosen(self, wide: ChatPage, desk: Desk) -> None:
        found = desk.compared()
        await wide.open(f"/c/{found['conversation_id']}")
        await wide.by_id("compare-merge").click()
        await wide.by_id("recipe-table").check()
        await wide.by_id("merge-model").select_option(MODELS[1])
        await wide.by_id("merge-run").click()
        await finished(wide, 4)
        merged = columns(wide).last
        await expect(merged).to_have_attribute("data-chosen", "true")
        await expect(merged).to_contain_text("Merged")
        await expect(merged).to_contain_text("Markdown table")
        await expect(merged).to_be_in_viewport()


class TestBlind:
    async def test_a_vote_shows_the_names_and_counts(self, wide: ChatPage, desk: Desk) -> None:
        await wide.open(f"/c/{desk.chat()}")
        await wide.by_id("compare-blind").click()
        await expect(wide.by_id("compare-blind")).to_have_attribute("aria-pressed", "true")
        await wide.send("say Who am I?")
        await finished(wide, 3)
        assert await columns(wide).locator("h2").all_text_contents() == ["Answer A", "Answer B", "Answer C"]
        await expect(wide.by_id("message-cost")).to_have_count(0)
        await columns(wide).nth(2).get_by_test_id("column-vote").click()
        await expect(columns(wide).nth(2)).to_contain_text("Your vote")
        names = await columns(wide).locator("h2").all_text_contents()
        assert sorted(names) == sorted(NAMES)
        await wide.by_id("compare-standings").first.click()
        row = (
            wide.by_id("standings")
            .locator("tbody tr")
            .filter(has=wide.page.get_by_role("rowheader", name=re.compile(rf"^{names[2]}(?![\w-])")))
        )
        await expect(row.first).to_contain_text(re.compile(r"\d+ of \d+"))

    async def test_names_can_be_shown_without_a_vote(self, wide: ChatPage, desk: Desk) -> None:
        await wide.open(f"/c/{desk.compared(blind=True)['conversation_id']}")
        await wide.by_id("compare-reveal").click()
        await expect(columns(wide).locator("h2").filter(has_text="gpt-5-mini")).to_have_count(1)
        await expect(wide.by_id("column-vote")).to_have_count(0)


class TestKeyboard:
    async def test_choose_without_a_mouse(self, wide: ChatPage, desk: Desk) -> None:
        await wide.open(f"/c/{desk.compared()['conversation_id']}")
        await columns(wide).nth(2).get_by_test_id("column-choose").focus()
        await wide.page.keyboard.press("Enter")
        await expect(columns(wide).nth(2)).to_have_attribute("data-chosen", "true")
        await wide.by_id("compare-merge").focus()
        await wide.page.keyboard.press("Enter")
        await expect(wide.by_id("merge-run")).to_be_visible()
        await wide.page.keyboard.press("Escape")
        await expect(wide.by_id("merge-run")).to_be_hidden()
        await expect(wide.by_id("compare-merge")).to_be_focused()


class TestPhone:
    async def test_columns_are_swiped_and_nothing_is_wider_than_the_screen(self, new_context: NewContext, desk: Desk) -> None:
        chat = await in_context(await new_context(**PHONE), f"/c/{desk.compared()['conversation_id']}")
        dots = chat.page.locator(".compare-dot")
        await expect(dots).to_have_count(3)
        assert await chat.page.evaluate("document.scrollingElement.scrollWidth") == PHONE["viewport"]["width"]
        await chat.by_id("compare-track").evaluate("track => track.scrollTo({ left: track.clientWidth })")
        await expect(dots.nth(1)).to_have_attribute("aria-current", "true")
        await expect(columns(chat).nth(1)).to_be_in_viewport()
        await dots.nth(2).tap()
        await expect(columns(chat).nth(2)).to_be_in_viewport()
        await columns(chat).nth(2).get_by_test_id("column-choose").tap()
        await expect(columns(chat).nth(2)).to_have_attribute("data-chosen", "true")
        await chat.by_id("compare-merge").tap()
        await chat.by_id("merge-run").tap()
        await finished(chat, 4)

    async def test_models_are_added_and_voted_for(self, new_context: NewContext, desk: Desk) -> None:
        chat = await in_context(await new_context(**PHONE), f"/c/{desk.chat(1)}")
        await chat.by_id("model-picker").tap()
        await chat.by_id("model-search").fill("gpt-4o")
        await chat.page.locator("[data-model='openai/gpt-4o']").get_by_test_id("model-details").tap()
        await chat.by_id("model-card").get_by_role("button", name="Compare").tap()
        await chat.page.keyboard.press("Escape")
        await chat.by_id("compare-blind").tap()
        await chat.send("say Who am I?")
        await finished(chat, 2)
        await columns(chat).first.get_by_test_id("column-vote").tap()
        await expect(columns(chat).first).to_contain_text("Your vote")


@pytest.mark.parametrize("device", [{"viewport": {"width": 1440, "height": 900}}, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing(new_context: NewContext, desk: Desk, device: dict[str, Any]) -> None:
    found = desk.compared(blind=True)
    desk.api.post(f"/comparisons/{found['id']}/vote", json={"answer_id": found["answers"][0]["id"]}).raise_for_status()
    chat = await in_context(await new_context(**device), f"/c/{found['conversation_id']}")
    await finished(chat, 3)
    assert await violations(chat.page) == []
    await chat.by_id("compare-merge").click()
    await expect(chat.by_id("merge-run")).to_be_visible()
    assert await violations(chat.page) == []
    await chat.page.keyboard.press("Escape")
    await chat.by_id("compare-standings").click()
    await expect(chat.by_id("standings")).to_be_visible()
    assert await violations(chat.page) == []
