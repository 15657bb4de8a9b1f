"""Chromium under Playwright: how it is started, what its processes use, what goes over the wire."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from bench import machine

PROGRAM = "/usr/bin/chromium"
PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--no-first-run",
]
PATIENCE_SECONDS = 120.0

CALIBRATION = """() => {
  const start = performance.now();
  let x = 1;
  for (let i = 0; i < 3e7; i++) x = (x * 1103515245 + 12345) & 0x7fffffff;
  return performance.now() - start + (x === -1 ? 1 : 0);
}"""


class Chromium:
    """A browser, and the CPU of all its processes."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pid = _browser_pid()

    def cpu_seconds(self) -> float:
        return machine.cpu_seconds(self._pid)

    @asynccontextmanager
    async def context(self) -> AsyncIterator[BrowserContext]:
        """A profile of its own: empty cache, no cookies; every page in it carries the probe."""
        context = await self._browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        await context.add_init_script(PROBE)
        try:
            yield context
        finally:
            await context.close()

    async def calibrate(self) -> float:
        """Milliseconds for a fixed piece of JavaScript: how slow the machine is at this moment."""
        page = await self._browser.new_page()
        times = [float(await page.evaluate(CALIBRATION)) for _ in range(3)]
        await page.close()
        return round(statistics.median(times), 1)


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        try:
            yield Chromium(browser)
        finally:
            await browser.close()


def _browser_pid() -> int:
    """The browser's own process among our descendants."""
    for pid in machine.tree([os.getpid()]):
        command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
        if "--remote-debugging" in command and "--type=" not in command:
            return pid
    raise RuntimeError("no Chromium among our processes")


class Traffic:
    """Bytes of a page as they go over the wire: compressed, with headers, websocket frames counted apart."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._streamed: dict[str, int] = {}
        self.frames_bytes = 0

    @classmethod
    async def of(cls, page: Page) -> Traffic:
        """Count from now on; attach before the page goes anywhere."""
        traffic, session = cls(), await page.context.new_cdp_session(page)
        traffic._listen(session)
        await session.send("Network.enable")
        return traffic

    @property
    def total(self) -> int:
        """All bytes received so far, also those of answers that have not ended."""
        return sum(self._received().values()) + self.frames_bytes

    @property
    def data(self) -> int:
        """Bytes that carried data: all but the page's own files."""
        return sum(size for request, size in self._received().items() if self._kinds.get(request) == "data") + self.frames_bytes

    def summary(self) -> dict[str, int]:
        scripts = [request for request in self._sizes if self._kinds.get(request) == "script"]
        return {
            "bytes": self.total,
            "data_bytes": self.data,
            "requests": len(self._kinds),
            "js_bytes": sum(self._sizes[request] for request in scripts),
            "js_files": len(scripts),
        }

    def _received(self) -> dict[str, int]:
        return self._streamed | self._sizes

    def _listen(self, session: CDPSession) -> None:
        session.on("Network.responseReceived", self._on_response)
        session.on("Network.dataReceived", self._on_data)
        session.on("Network.loadingFinished", self._on_end)
        session.on("Network.webSocketFrameReceived", self._on_frame)

    def _on_response(self, event: Mapping[str, Any]) -> None:
        is_script = "javascript" in event["response"].get("mimeType", "")
        is_data = event.get("type") in {"Fetch", "XHR", "EventSource"}
        self._kinds[event["requestId"]] = "script" if is_script else "data" if is_data else "other"

    def _on_data(self, event: Mapping[str, Any]) -> None:
        request = event["requestId"]
        self._streamed[request] = self._streamed.get(request, 0) + event["encodedDataLength"]

    def _on_end(self, event: Mapping[str, Any]) -> None:
        self._sizes[event["requestId"]] = event["encodedDataLength"]

    def _on_frame(self, event: Mapping[str, Any]) -> None:
        self.frames_bytes += len(event["response"]["payloadData"].encode())


async def until(page: Page, expression: str) -> Any:
    """Ask the page every 50 ms, which costs it little, until the expression is true; returns its value."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if value := await page.evaluate(expression):
            return value
        await asyncio.sleep(0.05)
    raise TimeoutError(f"waited {PATIENCE_SECONDS:g} s for {expression}")


async def time_of(page: Page, name: str) -> float:
    """When an element the probe looks for was painted, in ms of the page's clock."""
    return float(await until(page, f"window.__bench?.at[{name!r}] > 0 && window.__bench.at[{name!r}]"))
