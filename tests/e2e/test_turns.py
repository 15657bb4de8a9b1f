"""Send, stream, stop, answer again, edit, continue: the heart of the page."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.chat_page import ChatPage
from tests.fakes.model_server import ModelServer


class TestSend:
    async def test_answers_and_takes_an_address_without_a_reload(self, chat: ChatPage) -> None:
        await chat.page.evaluate("window.marker = 1")
        answer = await chat.ask("say good morning")
        await expect(answer).to_contain_text("good morning")
        await expect(chat.page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}$"))
        assert await chat.page.evaluate("window.marker") == 1
        await expect(chat.page).to_have_title("say good morning · Parley")

    async def test_shows_tokens_of_the_answer(self, chat: ChatPage) -> None:
        answer = await chat.ask("count 12")
        await expect(answer.get_by_test_id("message-tokens")).to_have_text("10 in, 12 out")

    async def test_shift_enter_breaks_the_line(self, chat: ChatPage) -> None:
        await chat.composer.fill("one")
        await chat.composer.press("Shift+Enter")
        await chat.composer.type("two")
        await expect(chat.composer).to_have_value("one\ntwo")
        await expect(chat.questions).to_have_count(0)

    async def test_double_enter_sends_once(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.composer.fill("say once only")
        await chat.page.evaluate("for (const _ of [1, 2]) document.querySelector('[data-testid=composer]').form.requestSubmit()")
        await expect(chat.answers).to_have_count(1)
        await expect(chat.answers).to_have_attribute("data-status", "complete")
        await expect(chat.questions).to_have_count(1)

    async def test_an_example_is_sent_with_one_click(self, chat: ChatPage) -> None:
        await chat.by_id("starter").first.click()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")

    async def test_a_refused_message_comes_back_into_the_composer(self, chat: ChatPage) -> None:
        text = "x" * 400_001
        await chat.send(text)
        await expect(chat.by_id("toast")).to_be_visible()
        await expect(chat.composer).to_have_value(text)
        await expect(chat.by_id("message-pending")).to_have_count(0)


class TestStop:
    async def test_keeps_what_came_and_offers_to_continue(self, chat: ChatPage) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.by_id("stop").click()
        await expect(chat.answers.first).to_have_attribute("data-status", "stopped")
        await expect(chat.answers.first).to_contain_text("Holding")
        await expect(chat.by_id("stop")).to_have_count(0)
        await expect(chat.by_id("continue")).to_be_visible()

    async def test_continue_goes_on_in_the_same_answer(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.by_id("stop").click()
        models.release()
        await chat.by_id("continue").click()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await expect(chat.answers).to_have_count(1)


class TestBranches:
    async def test_regenerate_keeps_the_old_answer_as_a_branch(self, chat: ChatPage) -> None:
        answer = await chat.ask("say something")
        await answer.hover()
        await answer.get_by_test_id("regenerate").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await chat.by_id("branch-prev").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("1/2")
        await chat.by_id("branch-next").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")

    async def test_double_click_on_regenerate_answers_once(self, chat: ChatPage) -> None:
        answer = await chat.ask("say twice")
        await answer.hover()
        await answer.get_by_test_id("regenerate").dblclick()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")

    async def test_regenerate_with_another_model(self, chat: ChatPage) -> None:
        answer = await chat.ask("say hello")
        await answer.hover()
        await answer.get_by_test_id("regenerate-with").click()
        await chat.page.locator("[data-model='openai/gpt-4o']:visible").click()
        await expect(chat.answers.first).to_contain_text("gpt-4o")

    async def test_an_edited_question_is_a_new_branch(self, chat: ChatPage) -> None:
        await chat.ask("say red")
        await chat.questions.first.hover()
        await chat.questions.first.get_by_test_id("edit").click()
        await chat.by_id("edit-text").fill("say blue")
        await chat.by_id("edit-send").click()
        await expect(chat.answers.first).to_contain_text("blue")
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await chat.by_id("branch-prev").click()
        await expect(chat.answers.first).to_contain_text("red")

    async def test_a_shorter_branch_needs_no_way_to_its_end(self, chat: ChatPage) -> None:
        await chat.ask("count 900")
        await chat.questions.first.hover()
        await chat.questions.first.get_by_test_id("edit").click()
        await expect(chat.page.locator(".to-end")).to_be_visible()
        await chat.by_id("edit-text").fill("say little")
        await chat.by_id("edit-send").click()
        await expect(chat.answers.first).to_contain_text("little")
        await expect(chat.page.locator(".to-end")).to_have_count(0)

    async def test_save_only_changes_the_text_in_place(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.ask("say teh")
        asked = len(models.requests)
        await chat.questions.first.hover()
        await chat.questions.first.get_by_test_id("edit").click()
        await chat.by_id("edit-text").fill("say the")
        await chat.by_id("edit-save").click()
        await expect(chat.questions.first).to_contain_text("say the")
        await expect(chat.questions.first).to_contain_text("edited")
        assert len(models.requests) == asked

    async def test_an_answer_is_edited_in_place(self, chat: ChatPage) -> None:
        answer = await chat.ask("say wrong")
        await answer.hover()
        await answer.get_by_test_id("message-menu").click()
        await chat.by_id("edit-answer").click()
        await chat.by_id("edit-text").fill("right")
        await chat.by_id("edit-save").click()
        await expect(chat.answers.first.locator(".md")).to_have_text("right")


class TestFailure:
    async def test_says_what_happened_and_retries(self, chat: ChatPage) -> None:
        await chat.send("fail 401")
        await expect(chat.answers.first).to_have_attribute("data-status", "failed")
        await expect(chat.by_id("message-status")).to_contain_text("key")
        await chat.by_id("retry").click()
        await expect(chat.page.locator(".branch-place")).to_have_text("2/2")

    async def test_an_answer_without_words_is_not_copied_edited_or_continued(self, chat: ChatPage) -> None:
        await chat.send("fail 401")
        await expect(chat.by_id("retry")).to_be_visible()
        await expect(chat.answers.first.get_by_test_id("regenerate")).to_have_count(1)
        for action in ("copy", "edit", "continue"):
            await expect(chat.answers.first.get_by_test_id(action)).to_have_count(0)


class TestQueue:
    async def test_messages_sent_meanwhile_wait_and_follow(self, chat: ChatPage, models: ModelServer) -> None:
        await chat.send("hold")
        await expect(chat.answers.first).to_contain_text("Holding")
        await chat.send("say second")
        await chat.send("say third")
        await expect(chat.by_id("queued")).to_have_count(2)
        await chat.by_id("queued-remove").last.click()
        await expect(chat.by_id("queued")).to_have_count(1)
        models.release()
        await expect(chat.answers).to_have_count(2)
        await expect(chat.answers.nth(1)).to_contain_text("second")
        await expect(chat.by_id("queued")).to_have_count(0)
