"""An answer on its way: nothing is lost or doubled when the line breaks, and the page hears once that it is over."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest_asyncio
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route, expect

from tests.e2e.answers import AnswerPage
from tests.e2e.server import AppProcess
from tests.fakes.model_server import ModelServer

WHOLE = "".join(f"{number} " for number in range(1, 41)).strip()
EVENTS = "**/api/v1/turns/*/events*"


@pytest_asyncio.fixture(loop_scope="session")
async def answers(new_context: Callable, app: AppProcess) -> AsyncIterator[AnswerPage]:
    yield await AnswerPage.open(await new_context(), app.url)


async def ask(page: Page, question: str) -> None:
    await page.goto("/")
    await page.get_by_test_id("composer").fill(question)
    await page.get_by_test_id("composer").press("Enter")


class TestReconnect:
    async def test_goes_on_where_it_stopped(self, answers: AnswerPage) -> None:
        asked: list[str] = []

        async def cut_twice(route: Route) -> None:
            asked.append(route.request.url)
            if len(asked) > 2:
                await route.continue_()
                return
            # The first events only, then the end of the connection.
            with suppress(PlaywrightError):
                answer = await route.fetch()
                events = (await answer.text()).split("\n\n")
                await route.fulfill(response=answer, body="\n\n".join(events[: 2 + len(asked)]) + "\n\n")

        await answers.page.route(EVENTS, cut_twice)
        await ask(answers.page, "count 40")
        await expect(answers.answers.last).to_have_text(WHOLE, timeout=20_000)
        assert [int(url.partition("after=")[2]) for url in asked] == sorted(int(url.partition("after=")[2]) for url in asked)
        assert len(asked) <= 4

    async def test_counts_doubled_events_once(self, answers: AnswerPage) -> None:
        async def double(route: Route) -> None:
            # The page gives up a request whose answer it no longer needs.
            with suppress(PlaywrightError):
                answer = await route.fetch()
                events = [event for event in (await answer.text()).split("\n\n") if event]
                await route.fulfill(response=answer, body="\n\n".join(event for event in events for _ in range(2)) + "\n\n")

        await answers.page.route(EVENTS, double)
        await ask(answers.page, "count 40")
        await expect(answers.answers.last).to_have_text(WHOLE, timeout=20_000)

    async def test_says_that_it_tries_again(self, answers: AnswerPage) -> None:
        await answers.page.route(EVENTS, lambda route: route.abort())
        await ask(answers.page, "count 40 at 12")
        await expect(answers.page.get_by_text("Connection lost, reconnecting…")).to_be_visible()
        await answers.page.unroute(EVENTS)
        await expect(answers.page.get_by_text("Connection lost, reconnecting…")).to_be_hidden(timeout=10_000)
        await expect(answers.answers.last).to_have_text(WHOLE, timeout=15_000)


class TestEnd:
    async def test_keeps_the_element_that_the_text_came_in(self, answers: AnswerPage, models: ModelServer) -> None:
        models.hold()
        await ask(answers.page, "hold")
        await expect(answers.answers.last).to_contain_text("Holding")
        element = await answers.answers.last.element_handle()
        models.release()
        await expect(answers.page.get_by_test_id("message-assistant")).to_have_attribute("data-status", "complete")
        await expect(answers.answers.last).to_have_text("Holding no longer.")
        assert await element.evaluate("node => node.isConnected")

    async def test_asks_for_the_events_of_a_turn_once(self, answers: AnswerPage) -> None:
        asked: list[str] = []
        answers.page.on("request", lambda request: "/events" in request.url and asked.append(request.url))
        await ask(answers.page, "count 40 at 60")
        await expect(answers.page.get_by_test_id("message-assistant")).to_have_attribute("data-status", "complete")
        await answers.page.wait_for_timeout(1000)
        assert len(asked) == 1


class TestHiddenPage:
    async def test_rests_and_catches_up(self, answers: AnswerPage) -> None:
        asked: list[str] = []
        ended: list[str] = []
        answers.page.on("request", lambda request: "/events" in request.url and asked.append(request.url))
        answers.page.on("requestfailed", lambda request: "/events" in request.url and ended.append(request.url))
        await ask(answers.page, "count 40 at 7")
        await expect(answers.answers.last).to_contain_text("2 3")
        await show_page(answers.page, hidden=True)
        await answers.page.wait_for_timeout(4000)
        assert len(ended) == len(asked) == 1
        await show_page(answers.page, hidden=False)
        await expect(answers.answers.last).to_have_text(WHOLE, timeout=15_000)
        assert len(asked) == 2
        assert not asked[1].endswith("after=0")


async def show_page(page: Page, *, hidden: bool) -> None:
    """Pretend that the tab goes to the background, or comes back."""
    await page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        hidden,
    )


class TestReasoning:
    async def test_is_closed_until_asked_for_and_says_how_long_it_took(self, answers: AnswerPage, models: ModelServer) -> None:
        models.hold()
        thinking = [("reasoning", {"text": "First **this**, "}), ("reasoning", {"text": "then that."})]
        done = [*thinking, ("reasoning.done", {"ms": 4200}), ("delta", {"text": "So be it. "})]
        script = [thinking, done]

        async def think(route: Route) -> None:
            events = script.pop(0) if script else []
            if not events:
                return await route.continue_()
            return await route.fulfill(content_type="text/event-stream", body=sse(events))

        await answers.page.route(EVENTS, think)
        await ask(answers.page, "hold")
        summary = answers.page.locator(".msg-reasoning summary")
        await expect(summary).to_have_text("Thought for 4.2 s")
        await expect(answers.page.locator(".msg-thoughts")).to_have_count(0)
        await summary.click()
        await expect(answers.page.locator(".msg-thoughts")).to_have_text("First this, then that.")
        models.release()


def sse(events: list[tuple[str, dict]]) -> str:
    return "".join(f"id: {seq}\nevent: {kind}\ndata: {json.dumps({'seq': seq, **body})}\n\n" for seq, (kind, body) in enumerate(events, 1))


class TestScreenReader:
    async def test_hears_finished_sentences(self, answers: AnswerPage, models: ModelServer) -> None:
        models.hold()
        await ask(answers.page, "hold")
        spoken = answers.page.locator("[data-testid=message-assistant] [aria-live=polite]:not([role])")
        await expect(answers.answers.last).to_contain_text("Holding")
        await expect(spoken).to_be_empty()
        await expect(spoken).to_have_count(1)
        models.release()


class TestWaiting:
    async def test_shows_dots_until_the_first_word(self, answers: AnswerPage) -> None:
        async def slow(route: Route) -> None:
            await answers.page.wait_for_timeout(600)
            await route.continue_()

        await answers.page.route(EVENTS, slow)
        await ask(answers.page, "count 40 at 40")
        await expect(answers.page.get_by_test_id("waiting")).to_be_visible()
        await expect(answers.answers.last).to_have_text(WHOLE, timeout=20_000)
        await expect(answers.page.get_by_test_id("waiting")).to_have_count(0)
