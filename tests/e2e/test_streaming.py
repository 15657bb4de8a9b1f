"""An answer on its way: nothing is lost or doubled when the line breaks, and the page hears once that it is over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest_asyncio
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
                return await route.continue_()
            # The first events only, then the end of the connection.
            answer = await route.fetch()
            events = (await answer.text()).split("\n\n")
            return await route.fulfill(response=answer, body="\n\n".join(events[: 2 + len(asked)]) + "\n\n")

        await answers.page.route(EVENTS, cut_twice)
        await ask(answers.page, "count 40")
        await expect(answers.answers.last).to_have_text(WHOLE)
        assert [int(url.partition("after=")[2]) for url in asked] == sorted(int(url.partition("after=")[2]) for url in asked)
        assert len(asked) <= 4

    async def test_counts_doubled_events_once(self, answers: AnswerPage) -> None:
        async def double(route: Route) -> None:
            answer = await route.fetch()
            events = [event for event in (await answer.text()).split("\n\n") if event]
            await route.fulfill(response=answer, body="\n\n".join(event for event in events for _ in range(2)) + "\n\n")

        await answers.page.route(EVENTS, double)
        await ask(answers.page, "count 40")
        await expect(answers.answers.last).to_have_text(WHOLE)

    async def test_says_that_it_tries_again(self, answers: AnswerPage) -> None:
        await answers.page.route(EVENTS, lambda route: route.abort())
        await ask(answers.page, "count 40 at 4")
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


class TestWaiting:
    async def test_shows_dots_until_the_first_word(self, answers: AnswerPage) -> None:
        async def slow(route: Route) -> None:
            await answers.page.wait_for_timeout(600)
            await route.continue_()

        await answers.page.route(EVENTS, slow)
        await ask(answers.page, "count 40 at 40")
        await expect(answers.page.get_by_test_id("waiting")).to_be_visible()
        await expect(answers.answers.last).to_have_text(WHOLE)
        await expect(answers.page.get_by_test_id("waiting")).to_have_count(0)
