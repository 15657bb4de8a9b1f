"""Choosing a model, its parameters, what does not fit it, and what a message will cost."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context, violations
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]
TOO_LONG = "a " * 153_000
"""Too much for GPT-4o, not for GPT-5."""
RARE = "ꙮ " * 40_000
"""As much in a quarter of the letters: instructions have a limit of their own."""
LONG = "a " * 93_000
"""Not too much, but too much together with an answer that is as long."""


@pytest.fixture(scope="module")
def priced_app(app: AppProcess, models: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    """An app with a vendor whose prices are known; nothing is sent to it."""
    before = os.environ.get("ANTHROPIC_API_KEY")
    os.environ["ANTHROPIC_API_KEY"] = "sk-test"
    process = AppProcess(tmp_path_factory.mktemp("priced"), models.base_url)
    if before is None:
        del os.environ["ANTHROPIC_API_KEY"]
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def priced(browser: Browser, priced_app: AppProcess) -> AsyncIterator[ChatPage]:
    context = await browser.new_context(base_url=priced_app.url, locale="en-US", viewport={"width": 1280, "height": 800})
    chat = ChatPage(await context.new_page())
    await chat.open()
    yield chat
    await context.close()


async def pick(chat: ChatPage, words: str) -> None:
    """Choose the first model that matches."""
    await chat.by_id("model-picker").click()
    await chat.by_id("model-search").fill(words)
    await expect(chat.by_id("model-option").first).to_contain_text(re.compile(words.replace(" ", ".?"), re.IGNORECASE))
    await chat.by_id("model-search").press("Enter")
    await expect(chat.by_id("model-search")).to_have_count(0)


async def open_parameters(chat: ChatPage) -> None:
    await chat.by_id("parameters").click()
    await expect(chat.by_id("system-prompt")).to_be_visible()


class TestPicker:
    async def test_favourites_come_first_and_the_default_begins_chats(self, chat: ChatPage) -> None:
        await chat.by_id("model-picker").click()
        row = chat.page.locator("[data-testid=model-option][data-model='openai/gpt-5-mini']")
        await row.hover()
        await row.get_by_test_id("model-favourite").click()
        await expect(row.get_by_test_id("model-favourite")).to_have_attribute("aria-pressed", "true")
        await row.get_by_test_id("model-details").click()
        card = chat.by_id("model-card")
        await expect(card).to_contain_text("openai/gpt-5-mini")
        await expect(card).to_contain_text("Verbosity")
        await chat.by_id("model-default").click()
        await expect(chat.by_id("model-default")).to_have_text("Default model")
        await chat.page.keyboard.press("Escape")
        await chat.page.reload()
        await expect(chat.by_id("model-picker")).to_have_text("gpt-5-mini")
        await chat.by_id("model-picker").click()
        await expect(chat.by_id("model-option").first).to_contain_text("gpt-5-mini")
        await expect(chat.page.locator(".choice-group").first).to_have_text("Favourites")
        await row.hover()
        await row.get_by_test_id("model-favourite").click()
        await expect(row.get_by_test_id("model-favourite")).to_have_attribute("aria-pressed", "false")

    async def test_by_keyboard_alone(self, chat: ChatPage) -> None:
        await chat.by_id("model-picker").focus()
        await chat.page.keyboard.press("Enter")
        await expect(chat.by_id("model-search")).to_be_focused()
        await expect(chat.by_id("model-option")).not_to_have_count(0)
        await chat.page.keyboard.type("gpt")
        await expect(chat.page.locator("[data-testid=model-option][aria-selected=true]")).to_have_count(1)
        first = await chat.page.locator("[aria-selected=true]").get_attribute("data-model")
        await chat.page.keyboard.press("ArrowDown")
        await expect(chat.page.locator("[aria-selected=true]")).not_to_have_attribute("data-model", first or "")
        chosen = await chat.page.locator("[aria-selected=true] .choice-label").inner_text()
        await chat.page.keyboard.press("Enter")
        await expect(chat.by_id("model-picker")).to_have_text(chosen)
        await expect(chat.by_id("model-picker")).to_be_focused()
        await chat.ask("say used")
        await chat.by_id("model-picker").click()
        await expect(chat.page.locator(".choice-group").first).to_have_text("Used last")
        await expect(chat.by_id("model-option").first).to_contain_text(chosen)


class TestParameters:
    async def test_what_is_set_before_the_first_message_is_sent_with_it(self, chat: ChatPage, models: ModelServer) -> None:
        await pick(chat, "gpt-4o")
        await open_parameters(chat)
        await chat.by_id("system-prompt").fill("Answer in rhymes.")
        await expect(chat.by_id("prompt-tokens")).to_have_text("about 4 tokens")
        await chat.by_id("value-temperature").fill("0.3")
        await chat.by_id("value-temperature").press("Enter")
        await expect(chat.by_id("reset-temperature")).to_be_visible()
        await chat.by_id("value-stop").fill("END")
        await chat.by_id("value-stop").press("Enter")
        await expect(chat.by_id("parameter-stop").locator("code")).to_have_text("END")
        await chat.ask("say parameters")
        sent = models.requests[-1]
        assert (sent["temperature"], sent["stop"]) == (0.3, ["END"])
        assert sent["messages"][0] == {"role": "system", "content": "Answer in rhymes."}
        await chat.page.reload()
        await open_parameters(chat)
        await expect(chat.by_id("value-temperature")).to_have_value("0.3")

    async def test_a_value_outside_the_limits_is_not_taken(self, chat: ChatPage) -> None:
        await pick(chat, "gpt-4o")
        await open_parameters(chat)
        await chat.by_id("value-temperature").fill("9")
        await expect(chat.by_id("parameter-temperature").get_by_role("alert")).to_have_text("Between 0 and 2")
        await chat.by_id("value-temperature").press("Enter")
        await expect(chat.by_id("reset-temperature")).to_have_count(0)

    async def test_presets_are_saved_used_renamed_and_deleted(self, chat: ChatPage) -> None:
        await pick(chat, "gpt-4o")
        await open_parameters(chat)
        await chat.by_id("value-seed").fill("7")
        await chat.by_id("value-seed").press("Enter")
        await expect(chat.by_id("reset-seed")).to_be_visible()
        await chat.by_id("preset-name").fill("Lucky")
        await chat.by_id("preset-save").click()
        preset = chat.by_id("preset").filter(has_text="Lucky")
        await expect(preset).to_have_count(1)
        await chat.by_id("parameters-reset").click()
        await expect(chat.by_id("value-seed")).to_have_value("")
        await preset.get_by_test_id("preset-use").click()
        await expect(chat.by_id("value-seed")).to_have_value("7")
        await preset.get_by_test_id("preset-rename").click()
        await chat.by_id("preset-new-name").fill("Luckier")
        await chat.by_id("preset-new-name").press("Enter")
        renamed = chat.by_id("preset").filter(has_text="Luckier")
        await renamed.get_by_test_id("preset-delete").click()
        await expect(chat.by_id("preset")).to_have_count(0)


class TestFit:
    async def test_switching_names_the_parameters_that_are_not_sent(self, chat: ChatPage, models: ModelServer) -> None:
        await pick(chat, "gpt-4o")
        await chat.ask("say one")
        await open_parameters(chat)
        await chat.by_id("value-temperature").fill("0.3")
        await chat.by_id("value-temperature").press("Enter")
        await expect(chat.by_id("reset-temperature")).to_be_visible()
        await pick(chat, "gpt-5-mini")
        await expect(chat.by_id("fit-parameters")).to_contain_text("Temperature")
        await expect(chat.by_id("not-sent")).to_contain_text("Temperature")
        await chat.ask("say two")
        assert "temperature" not in models.requests[-1]
        await chat.by_id("fit-dismiss").click()
        await expect(chat.by_id("fit-card")).to_have_count(0)

    async def test_too_long_a_message_stays_where_it_was_typed(self, chat: ChatPage, models: ModelServer) -> None:
        await pick(chat, "gpt-4o")
        await chat.ask("say small")
        asked = len(models.requests)
        await chat.composer.fill(TOO_LONG)
        await expect(chat.by_id("estimate-tokens")).to_contain_text("too many")
        await chat.composer.press("Enter")
        await expect(chat.by_id("fit-message")).to_contain_text("not sent")
        await expect(chat.composer).to_have_value(TOO_LONG)
        assert len(models.requests) == asked
        await chat.page.locator("[data-testid=fit-switch][data-model='openai/gpt-5']").click()
        await expect(chat.by_id("fit-card")).to_have_count(0)
        await chat.composer.press("Enter")
        await expect(chat.questions).to_have_count(2)

    async def test_too_long_a_history_is_summarised_or_cut_off(self, chat: ChatPage, models: ModelServer) -> None:
        await pick(chat, "gpt-5")
        await chat.ask(LONG)
        await chat.ask("say short")
        await pick(chat, "gpt-4o")
        await expect(chat.by_id("fit-summarise")).to_be_visible()
        await chat.by_id("fit-drop-oldest").click()
        await expect(chat.by_id("fit-card")).to_have_count(0)
        await chat.ask("say now it fits")
        assert LONG not in [message["content"] for message in models.requests[-1]["messages"]]

    async def test_near_the_end_of_the_window_a_summary_is_made_by_itself(self, chat: ChatPage) -> None:
        await pick(chat, "gpt-5")
        await chat.ask(TOO_LONG)
        await expect(chat.by_id("summary")).to_have_count(0)
        await chat.ask("say short")
        await expect(chat.by_id("summary").locator("summary")).to_contain_text("Summary of 2 messages")


class TestBadges:
    async def test_the_list_says_what_of_the_chat_a_model_cannot_do(self, chat: ChatPage) -> None:
        await pick(chat, "gpt-4o")
        await open_parameters(chat)
        await chat.by_id("value-temperature").fill("0.3")
        await chat.by_id("value-temperature").press("Enter")
        await expect(chat.by_id("reset-temperature")).to_be_visible()
        await chat.ask("say one")
        await chat.by_id("model-picker").click()
        other = option(chat, "openai/gpt-5-mini")
        await expect(other.get_by_test_id("model-unfit")).to_contain_text("other parameters")
        await expect(option(chat, "openai/gpt-4o").get_by_test_id("model-unfit")).to_have_count(0)
        assert await violations(chat.page) == []
        await other.hover()
        await other.get_by_test_id("model-details").click()
        await expect(chat.by_id("model-reason")).to_have_text("It does not take all parameters that are set in this chat.")
        await chat.by_id("model-use").click()
        await expect(chat.by_id("model-picker")).to_have_text("gpt-5-mini")

    async def test_what_is_being_written_counts(self, chat: ChatPage) -> None:
        await pick(chat, "gpt-5")
        await chat.composer.fill(TOO_LONG)
        await expect(chat.by_id("estimate-tokens")).to_be_visible()
        await chat.by_id("model-picker").click()
        await expect(option(chat, "openai/gpt-4o").get_by_test_id("model-unfit")).to_contain_text("message too long")
        await expect(option(chat, "openai/gpt-5").get_by_test_id("model-unfit")).to_have_count(0)

    async def test_the_setting_of_an_assistant_is_checked_in_words(self, chat: ChatPage) -> None:
        await chat.page.goto("/library")
        await chat.by_id("library-assistants").check(force=True)
        await chat.by_id("library-new").click()
        await chat.by_id("assistant-name").fill("Long")
        await chat.by_id("assistant-model").select_option("openai/gpt-4o")
        await chat.by_id("assistant-system-prompt").fill("Short.")
        await expect(chat.by_id("setting-fit-message")).to_have_count(0)
        await chat.by_id("assistant-system-prompt").fill(RARE)
        await expect(chat.by_id("setting-fit-message")).to_contain_text("too long for gpt-4o")
        assert await violations(chat.page) == []
        await chat.page.locator("[data-testid=setting-fit-switch][data-model='openai/gpt-5']").click()
        await expect(chat.by_id("assistant-model")).to_have_value("openai/gpt-5")
        await expect(chat.by_id("setting-fit-message")).to_have_count(0)


class TestChoices:
    async def test_what_holds_by_itself_is_named_once(self, priced: ChatPage) -> None:
        await pick(priced, "claude sonnet 4.5")
        await open_parameters(priced)
        cache = priced.by_id("value-prompt_cache")
        assert await cache.locator("option").all_inner_texts() == ["Off (default)", "5 minutes", "1 hour"]
        await cache.select_option("5 minutes")
        await expect(priced.by_id("reset-prompt_cache")).to_be_visible()
        await cache.select_option("Off (default)")
        await expect(priced.by_id("reset-prompt_cache")).to_have_count(0)


def option(chat: ChatPage, model_id: str) -> Locator:
    return chat.page.locator(f"[data-testid=model-option][data-model='{model_id}']")


class TestEstimate:
    async def test_follows_what_is_typed(self, chat: ChatPage) -> None:
        await chat.composer.fill("Hello, world")
        await expect(chat.by_id("estimate-tokens")).to_have_text("about 7 tokens")
        await expect(chat.by_id("estimate-price")).to_have_text("free")
        await expect(chat.by_id("context-gauge")).to_have_attribute("title", re.compile("7 of"))
        await chat.composer.fill("")
        await expect(chat.by_id("estimate")).to_have_count(0)

    async def test_what_costs_nothing_is_called_free(self, chat: ChatPage) -> None:
        answer = await chat.ask("say free of charge")
        await expect(answer.get_by_test_id("message-cost")).to_have_text("free")

    async def test_a_price_with_what_the_answer_may_cost(self, priced: ChatPage) -> None:
        await pick(priced, "claude sonnet 4.5")
        await priced.composer.fill("word " * 1_045)
        await expect(priced.by_id("estimate-tokens")).to_have_text("about 1,000 tokens")
        await expect(priced.by_id("estimate-price")).to_have_text("about $0.0030")
        await expect(priced.by_id("estimate-answer")).to_have_text("+ $0.015 per 1,000 tokens of the answer")
        await open_parameters(priced)
        await expect(priced.by_id("value-top_k")).to_be_visible()
        await expect(priced.by_id("value-seed")).to_have_count(0)
        await priced.by_id("value-max_tokens").fill("2000")
        await priced.by_id("value-max_tokens").press("Enter")
        await expect(priced.by_id("estimate-answer")).to_have_text("+ up to $0.030 for an answer of 2,000 tokens")


class TestPhone:
    async def test_the_list_is_a_sheet_at_the_bottom_and_nothing_is_too_wide(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await phone.by_id("model-picker").tap()
        await expect(phone.by_id("model-option")).not_to_have_count(0)
        sheet = await phone.page.locator(".picker:popover-open").bounding_box()
        assert sheet is not None
        assert (round(sheet["x"]), round(sheet["width"]), round(sheet["y"] + sheet["height"])) == (0, 390, 844)
        await phone.by_id("model-details").first.tap()
        await expect(phone.by_id("model-card")).to_be_visible()
        await phone.by_id("model-use").tap()
        await phone.by_id("model-picker").tap()
        await phone.by_id("picker-parameters").tap()
        await expect(phone.by_id("system-prompt")).to_be_visible()
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390

    async def test_the_estimate_and_what_does_not_fit(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await pick(phone, "gpt-4o")
        await phone.composer.fill("Hello, world")
        await expect(phone.by_id("estimate-tokens")).to_have_text("about 7 tokens")
        await phone.send(TOO_LONG)
        await expect(phone.by_id("fit-message")).to_be_in_viewport()
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        await phone.page.locator("[data-testid=fit-switch][data-model='openai/gpt-5']").tap()
        await expect(phone.by_id("fit-card")).to_have_count(0)
        answer = await phone.ask("say free of charge")
        await expect(answer.get_by_test_id("message-cost")).to_have_text("free")


class TestAccessibility:
    async def test_axe_finds_nothing(self, new_context: NewContext) -> None:
        chat = await in_context(await new_context())
        await pick(chat, "gpt-4o")
        await chat.ask("say axe")
        await open_parameters(chat)
        await chat.by_id("value-seed").fill("7")
        await chat.by_id("value-seed").press("Enter")
        await expect(chat.by_id("reset-seed")).to_be_visible()
        await chat.by_id("value-temperature").fill("0.3")
        await chat.by_id("value-temperature").press("Enter")
        await expect(chat.by_id("reset-temperature")).to_be_visible()
        await pick(chat, "gpt-5-mini")
        await expect(chat.by_id("fit-card")).to_be_visible()
        await chat.composer.fill("What does this cost?")
        assert await violations(chat.page) == []
        await chat.by_id("model-picker").click()
        await expect(chat.by_id("model-option")).not_to_have_count(0)
        assert await violations(chat.page) == []
        await details_of_first(chat.page)
        assert await violations(chat.page) == []


async def details_of_first(page: Page) -> None:
    row = page.get_by_test_id("model-option").first
    await row.hover()
    await row.get_by_test_id("model-details").click()
    await expect(page.get_by_test_id("model-card")).to_be_visible()


class TestRunningCost:
    async def test_tokens_grow_while_an_answer_is_written_and_give_way_to_the_exact_ones(self, chat: ChatPage, models: ModelServer) -> None:
        await pick(chat, "gpt-4o")
        await chat.send("hold")
        await expect(chat.by_id("running-cost")).to_contain_text("token")
        models.release()
        await expect(chat.by_id("running-cost")).to_have_count(0)
        await expect(chat.by_id("message-tokens").last).to_be_visible()

    async def test_in_german_on_a_phone(self, new_context: NewContext, models: ModelServer) -> None:
        phone = await in_context(await new_context(**PHONE | {"locale": "de-DE"}))
        await pick(phone, "gpt-4o")
        models.hold()
        await phone.send("hold")
        await expect(phone.by_id("running-cost")).to_have_text(re.compile(r"^≈ \d+ Token"))
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        models.release()
        await expect(phone.by_id("running-cost")).to_have_count(0)
