"""A long answer as fast as it comes, and ten pages at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import AsyncExitStack

from playwright.async_api import Page

from bench import machine
from bench.browser.chat_page import ChatPage, followed, last_token_painted, open_chat, send
from bench.browser.chromium import Chromium, Traffic
from bench.upstream.text import answer_tokens

LONG_ANSWER_TOKENS = 2000
AFTERMATH_SECONDS = 1.5
"""What the page still does after the last token is painted counts as well."""


async def long_answer(browser: Chromium, chat: ChatPage, server_pid: int) -> dict[str, object]:
    """Enter to first and last of 2,000 tokens painted; CPU until then, bytes and tasks also of what follows."""
    async with browser.context() as context:
        calibration, page = await browser.calibrate(), await context.new_page()
        traffic = await Traffic.of(page)
        await open_chat(page, chat, "Explain the scheduler")
        cpu, server, size, files = browser.cpu_seconds(), machine.cpu_seconds(server_pid), traffic.data, traffic.total - traffic.data
        await send(page)
        await last_token_painted(page)
        cpu, server = browser.cpu_seconds() - cpu, machine.cpu_seconds(server_pid) - server
        await asyncio.sleep(AFTERMATH_SECONDS)
        size, files = traffic.data - size, traffic.total - traffic.data - files
        text = len("".join(answer_tokens(LONG_ANSWER_TOKENS)).encode())
        return await followed(page) | {
            "browser_cpu_s": round(cpu, 2),
            "server_cpu_s": round(server, 2),
            "bytes": size,
            "bytes_per_text": round(size / text, 2),
            # Code that is fetched once, when the first formula or program text comes.
            "code_bytes": files,
            "calibration_ms": calibration,
        }


async def at_once(browser: Chromium, chat: ChatPage, pages: int, server_pid: int) -> dict[str, object]:
    """So many pages, each with a profile of its own, send at the same moment."""
    async with AsyncExitStack() as stack:
        opened: list[Page] = []
        for number in range(pages):
            context = await stack.enter_async_context(browser.context())
            opened.append(await context.new_page())
            await open_chat(opened[-1], chat, f"Explain scheduler {number}")
        calibration = await browser.calibrate()
        cpu, server, started = browser.cpu_seconds(), machine.cpu_seconds(server_pid), time.monotonic()
        await asyncio.gather(*(send(page) for page in opened))
        ended = await asyncio.gather(*(last_token_painted(page) for page in opened), return_exceptions=True)
        wall = time.monotonic() - started
        complete = [page for page, error in zip(opened, ended, strict=True) if error is None]
        rows = [await followed(page) for page in complete]
        return {
            "pages": pages,
            "complete": len(rows),
            **{f"{name}_{kind}": _over(rows, name, kind) for name in ("first_ms", "last_ms") for kind in ("p50", "max")},
            "wall_s": round(wall, 2),
            "browser_cpu_s": round(browser.cpu_seconds() - cpu, 2),
            "server_cpu_s": round(machine.cpu_seconds(server_pid) - server, 2),
            "calibration_ms": calibration,
        }


def _over(rows: list[dict[str, object]], name: str, kind: str) -> float:
    values = [float(str(row[name])) for row in rows]
    return round(statistics.median(values) if kind == "p50" else max(values), 1) if values else 0.0
