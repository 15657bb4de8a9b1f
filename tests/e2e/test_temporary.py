"""A temporary chat: answered like any other, and afterwards nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, violations
from tests.fakes.model_server import ModelServer

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
STORES = """async () => JSON.stringify([
    { ...localStorage }, { ...sessionStorage }, document.cookie,
    await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => request.url))),
])"""
NewContext = Callable[..., BrowserContext]


async def begin(context: BrowserContext) -> Page:
    """The page of temporary chats, by the way that a person takes."""
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto("/")
    await expect(page.get_by_test_id("model-picker")).not_to_have_text("Choose a model")
    if not await page.get_by_test_id("temporary-chat").is_visible():
        await page.get_by_test_id("sidebar-toggle-header").click()
    await page.get_by_test_id("temporary-chat").click()
    await page.wait_for_url("**/temporary")
    await expect(page.get_by_test_id("model-picker")).to_have_text(re.compile("[Gg][Pp][Tt]"))
    return page


async def ask(page: Page, text: str, status: str = "complete") -> None:
    before = await page.get_by_test_id("message-assistant").count()
    await page.get_by_test_id("temporary-composer").fill(text)
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("message-assistant").nth(before)).to_have_attribute("data-status", status)


def stored(app: AppProcess) -> bytes:
    """All that lies in the data folder, the log among it."""
    return b"".join(path.read_bytes() for path in sorted(app.data.rglob("*")) if path.is_file())


@DEVICES
async def test_it_is_answered_and_leaves_nothing_behind(
    new_context: NewContext, app: AppProcess, models: ModelServer, device: dict
) -> None:
    canary = f"heron{device['viewport']['width']}meadow"
    page = await begin(await new_context(**device))
    await expect(page.get_by_test_id("temporary-mark")).to_contain_text("Temporary chat")
    await expect(page.get_by_test_id("temporary-hint")).to_have_text("Temporary: kept in memory only, gone when you leave")
    await ask(page, f"say {canary}")
    await expect(page.get_by_test_id("message-assistant")).to_contain_text(canary)
    await ask(page, "count 5")
    # The second question came with what was said before.
    assert any(canary in str(message) for message in models.requests[-1]["messages"])
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert canary not in await page.evaluate(STORES)
    assert canary not in json.dumps((await (await page.request.get(f"/api/v1/search?q={canary}")).json())["hits"])
    assert canary.encode() not in stored(app)
    await page.reload()
    await expect(page.get_by_test_id("model-picker")).to_have_text(re.compile("[Gg][Pp][Tt]"))
    await expect(page.get_by_text(canary)).to_have_count(0)
    assert await page.get_by_test_id("temporary-composer").input_value() == ""
    assert canary not in await page.get_by_test_id("chat-item").all_inner_texts()


async def test_leaving_asks_nothing_says_so_and_forgets_at_once(new_context: NewContext) -> None:
    page = await begin(await new_context())
    async with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/messages")) as asked:
        await ask(page, "say goodbye")
    chat = (await asked.value).url.removesuffix("/messages")
    assert (await page.request.get(chat)).status == 200
    await page.get_by_test_id("new-chat").first.click()
    await expect(page.get_by_test_id("toast")).to_contain_text("Nothing of it was kept")
    assert (await page.request.get(chat)).status == 404
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def test_an_answer_is_stopped_and_another_model_goes_on(new_context: NewContext, models: ModelServer) -> None:
    models.hold()
    page = await begin(await new_context())
    await ask(page, "hold", "running")
    await expect(page.get_by_test_id("message-assistant")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_test_id("stop").click()
    await expect(page.get_by_test_id("message-assistant")).to_have_attribute("data-status", "stopped")
    models.release()
    await page.get_by_test_id("model-picker").click()
    await page.get_by_test_id("model-search").fill("gpt-4o")
    await page.keyboard.press("Enter")
    await ask(page, "say on")
    assert models.requests[-1]["model"] == "gpt-4o"


async def test_a_broken_line_is_taken_up_again(new_context: NewContext) -> None:
    page = await begin(await new_context())

    async def cut(route) -> None:
        """The question arrives; of the answer the browser sees nothing."""
        await route.fetch()
        await route.fulfill(status=200, content_type="text/event-stream", body=": cut\n\n")

    await page.route("**/temporary-chats/*/messages", cut)
    await ask(page, "count 7")
    await expect(page.get_by_test_id("message-assistant")).to_contain_text("1 2 3 4 5 6 7")
