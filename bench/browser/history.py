"""A chat of 1,000 messages, and a sidebar with 5,000 chats."""

from __future__ import annotations

import asyncio

from bench.browser.chat_page import ChatPage
from bench.browser.chromium import Chromium, Traffic, time_of, until

QUIET_SECONDS = 1.5
CHAT_ITEM = "[data-testid=chat-item]"
MESSAGE = "article.message"


async def open_long_chat(browser: Chromium, chat: ChatPage, chat_url: str, mark: str) -> dict[str, object]:
    """From going to the chat's address, with the scripts cached, to its last message painted."""
    async with browser.context() as context:
        first = await context.new_page()
        await first.goto(chat.url)
        await first.locator(CHAT_ITEM).first.wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        await first.close()
        calibration, page = await browser.calibrate(), await context.new_page()
        traffic = await Traffic.of(page)
        cpu = browser.cpu_seconds()
        await page.goto(chat_url, wait_until="commit")
        await page.evaluate("mark => __bench.watch('mark', mark)", mark)
        painted = float(await until(page, "window.__bench?.marks.mark?.at > 0 && window.__bench.marks.mark.at"))
        await asyncio.sleep(QUIET_SECONDS)
        return {
            "last_message_ms": round(painted, 1),
            "messages_in_page": await page.locator(MESSAGE).count(),
            **traffic.summary(),
            "browser_cpu_s": round(browser.cpu_seconds() - cpu, 2),
            "calibration_ms": calibration,
        }


async def sidebar(browser: Chromium, chat: ChatPage) -> dict[str, object]:
    """From opening the page, with the scripts cached, to the first entry of the list painted."""
    async with browser.context() as context:
        first = await context.new_page()
        await first.goto(chat.url)
        await first.locator(CHAT_ITEM).first.wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        await first.close()
        calibration, page = await browser.calibrate(), await context.new_page()
        traffic = await Traffic.of(page)
        cpu = browser.cpu_seconds()
        await page.goto(chat.url, wait_until="commit")
        await page.evaluate("selector => __bench.find('item', selector)", CHAT_ITEM)
        painted = await time_of(page, "item")
        await asyncio.sleep(QUIET_SECONDS)
        return {
            "first_entry_ms": round(painted, 1),
            "entries": await page.locator(CHAT_ITEM).count(),
            **traffic.summary(),
            "browser_cpu_s": round(browser.cpu_seconds() - cpu, 2),
            "calibration_ms": calibration,
        }
