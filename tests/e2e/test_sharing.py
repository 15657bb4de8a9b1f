"""Share a chat by link, save it as a file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import violations

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "de-DE"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}


async def open_dialog(page: Page) -> None:
    await page.get_by_test_id("header-menu").click()
    await page.get_by_test_id("menu-chat.share").click()
    await expect(page.get_by_test_id("share-dialog")).to_be_visible()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_link_shows_the_chat_until_it_is_revoked(device: dict, new_context: Callable, app: AppProcess) -> None:
    chat = ChatPage(await (await new_context(**device)).new_page())
    await chat.open()
    await chat.ask("say Shown **to all** $x^2$")
    await chat.page.get_by_test_id("header-menu").click()
    assert await violations(chat.page) == []
    await chat.page.keyboard.press("Escape")
    await open_dialog(chat.page)
    await chat.page.get_by_test_id("share-days").select_option("1")
    await chat.page.get_by_test_id("share-create").click()
    address = await chat.page.get_by_test_id("share-address").input_value()
    assert await violations(chat.page) == []
    shown = await chat.page.context.new_page()
    await shown.goto(address)
    assert await violations(shown) == []
    # Somebody else: no cookies, no scripts.
    stranger = await (await new_context(java_script_enabled=False)).new_page()
    await stranger.goto(address)
    await expect(stranger.locator("article.assistant strong")).to_have_text("to all")
    await expect(stranger.locator("math")).to_have_count(1)
    await expect(stranger.locator("meta[name=robots]")).to_have_attribute("content", "noindex, nofollow")
    await chat.page.get_by_test_id("share-revoke").click()
    await expect(chat.page.get_by_test_id("share-revoke")).to_have_count(0)
    gone = await stranger.goto(address)
    assert gone is not None
    assert gone.status == 404


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_files_of_all_formats(device: dict, new_context: Callable) -> None:
    chat = ChatPage(await (await new_context(accept_downloads=True, **device)).new_page())
    await chat.open()
    answer = await chat.ask("say Kept")
    await answer.hover()
    await answer.get_by_test_id("regenerate").click()
    await expect(chat.page.locator(".branch-place")).to_have_text("2/2")
    await expect(chat.answers.first).to_have_attribute("data-status", "complete")
    await open_dialog(chat.page)
    await chat.page.locator(".share-scope .segment").last.click()
    for format_, ending in (("markdown", "md"), ("html", "html"), ("pdf", "pdf"), ("json", "json")):
        async with chat.page.expect_download() as waiting:
            await chat.page.get_by_test_id(f"export-{format_}").click()
        download = await waiting.value
        assert download.suggested_filename.endswith(f".{ending}")
        with open(await download.path(), "rb") as file:  # noqa: PTH123  (a path of the browser)
            content = file.read(1_000_000)
        # Both branches, not only the one on show: the question's "Kept" and the answers'.
        assert content if format_ == "pdf" else content.count(b"Kept") >= 3
