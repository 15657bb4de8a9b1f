"""What the measures know of a chat page: where to type, when it is ready, how an answer is followed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from playwright.async_api import Page

from bench.browser.chromium import until
from bench.upstream.text import FIRST_TOKEN, LAST_TOKEN

SETTLE_SECONDS = 0.3

FOLLOWED = """() => {
  const bench = window.__bench;
  const from = bench.enter, {first, last} = bench.marks;
  const long = bench.long.filter(([start]) => start >= from - 1);
  return {
    first_ms: first.at - from,
    last_ms: last.at - from,
    long_tasks: long.length,
    longest_task_ms: Math.max(0, ...long.map(([, duration]) => duration)),
    longest_frame_ms: Math.max(0, ...bench.frames),
  };
}"""


@dataclass(frozen=True, slots=True)
class ChatPage:
    """Selectors of a page. `ready` shows only once the page reacts to what is typed."""

    url: str
    field: str
    ready: str


def parley(url: str) -> ChatPage:
    return ChatPage(url, "[data-testid=composer]", "[data-testid=send].ready")


def bare(url: str, model: str) -> ChatPage:
    """The fake upstream's own page: the browser's limit."""
    return ChatPage(f"{url}/bare?model={model}", "#p", "#p")


async def open_chat(page: Page, chat: ChatPage, prompt: str) -> None:
    """Go there and type, without sending."""
    await page.goto(chat.url, wait_until="commit")
    await page.locator(chat.field).click()
    await page.keyboard.insert_text(prompt)
    await page.locator(chat.ready).wait_for()
    await asyncio.sleep(SETTLE_SECONDS)


async def send(page: Page) -> None:
    """Press Enter; times are counted from that key."""
    await page.evaluate(
        """([first, last]) => {
          const bench = window.__bench;
          const counts = [bench.count(first), bench.count(last)];
          bench.reset();
          bench.watch("first", first, counts[0] + 1);
          bench.watch("last", last, counts[1] + 1);
          bench.recording = true;
        }""",
        [FIRST_TOKEN, LAST_TOKEN],
    )
    await page.keyboard.press("Enter")


async def last_token_painted(page: Page) -> None:
    await until(page, "window.__bench.marks.last && window.__bench.marks.last.at > 0")


async def followed(page: Page) -> dict[str, object]:
    """Times of the answer, and the tasks that kept the page busy since Enter."""
    values: dict[str, float] = await page.evaluate(FOLLOWED)
    return {name: round(value, 1) for name, value in values.items()}
