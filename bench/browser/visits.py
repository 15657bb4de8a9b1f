"""First and second visit: bytes, requests, and the time to a composer that reacts."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext

from bench.browser.chat_page import ChatPage
from bench.browser.chromium import Chromium, Traffic, time_of

LATE_REQUESTS_SECONDS = 2.0

PAINTS = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const busy = window.__bench.long.reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
  return { fcp_ms: paint ? paint.startTime : 0, blocked_ms: busy };
}"""


async def cold_and_warm(browser: Chromium, chat: ChatPage) -> tuple[dict[str, object], dict[str, object]]:
    """Two visits with one profile, the first with an empty cache."""
    async with browser.context() as context:
        return await _visit(browser, context, chat), await _visit(browser, context, chat)


async def _visit(browser: Chromium, context: BrowserContext, chat: ChatPage) -> dict[str, object]:
    calibration, page = await browser.calibrate(), await context.new_page()
    traffic = await Traffic.of(page)
    before = browser.cpu_seconds()
    await page.goto(chat.url, wait_until="commit")
    await page.evaluate(
        "chat => { __bench.find('field', chat.field); __bench.find('ready', chat.ready); }", {"field": chat.field, "ready": chat.ready}
    )
    seen = await time_of(page, "field")
    await page.locator(chat.field).click()
    await page.keyboard.insert_text("x")
    usable = await time_of(page, "ready")
    await asyncio.sleep(LATE_REQUESTS_SECONDS)
    paints: dict[str, float] = await page.evaluate(PAINTS)
    row: dict[str, object] = {name: round(value, 1) for name, value in paints.items()}
    row |= {"composer_seen_ms": round(seen, 1), "composer_usable_ms": round(usable, 1), **traffic.summary()}
    row |= {"browser_cpu_s": round(browser.cpu_seconds() - before, 2), "calibration_ms": calibration}
    await page.close()
    return row
