"""Typing in the composer of a chat of 1,000 messages while its next answer streams: from each key to the frame that shows it."""

from __future__ import annotations

import asyncio

from bench.browser.chat_page import open_chat, parley, send
from bench.browser.chromium import Chromium, until

TEXT = "The quick brown fox jumps over the lazy dog, and then it writes about it. " * 2
SECONDS_A_KEY = 0.05
"""Faster than people type: the frames of two keys may meet."""

WATCH = """() => {
  const times = (window.__keys = []);
  addEventListener("keydown", (event) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => times.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(0);
    });
  }, { capture: true });
}"""
RESULT = """() => ({
  times: window.__keys,
  longest_task_ms: Math.max(0, ...window.__bench.long.filter(([start]) => start >= window.__bench.enter).map(([, duration]) => duration)),
})"""


async def typing(browser: Chromium, chat_url: str) -> dict[str, object]:
    """Median and 95th percentile over all keys, all of which fall into the time of the answer."""
    async with browser.context() as context:
        calibration, page = await browser.calibrate(), await context.new_page()
        await open_chat(page, parley(chat_url), "Explain the scheduler")
        await send(page)
        await until(page, "window.__bench.marks.first && window.__bench.marks.first.at > 0")
        await page.evaluate(WATCH)
        for key in TEXT:
            await page.keyboard.press(key)
            await asyncio.sleep(SECONDS_A_KEY)
        await until(page, f"window.__keys.length >= {len(TEXT)}")
        ended = bool(await page.evaluate("window.__bench.marks.last.at"))
        if ended or await page.locator("[data-testid=composer]").input_value() != TEXT:
            raise RuntimeError("the answer ended before the last key" if ended else "keys were lost")
        found = await page.evaluate(RESULT)
        times = sorted(found["times"])
        return {
            "keys": len(times),
            "p50_ms": round(times[len(times) // 2], 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1),
            "longest_ms": round(times[-1], 1),
            "longest_task_ms": round(found["longest_task_ms"], 1),
            "calibration_ms": calibration,
        }
