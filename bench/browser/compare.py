"""Six models answer beside each other in one page: how fast each column gets on against the same stream taken directly."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from playwright.async_api import Page

from bench import machine
from bench.browser.chat_page import open_chat, parley
from bench.browser.chromium import Chromium, until
from bench.servers import Parley, Server
from bench.streams.targets import call
from bench.upstream.model_name import model_name
from bench.upstream.text import FIRST_TOKEN, LAST_TOKEN

COLUMNS = 6
TOKENS = 250
RATE = 50
MODELS = [model_name(tokens=TOKENS + number, tps=RATE, ttft_ms=50) for number in range(COLUMNS)]
"""Of different lengths, so that each has a name of its own."""

WATCH = """([first, last]) => {
  const painted = (report) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => report(performance.now());
    channel.port2.postMessage(0);
  };
  const times = (window.__columns = []);
  const look = () => {
    document.querySelectorAll("[data-testid=compare-column]").forEach((column, index) => {
      const row = (times[index] ??= { first: 0, last: 0 });
      if (row.last) return;
      const text = column.textContent;
      if (!row.first && text.includes(first)) painted((at) => (row.first = at));
      if (text.includes(last)) painted((at) => (row.last ||= at));
    });
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.__bench.reset();
  window.__bench.recording = true;
}"""
RESULT = """() => {
  const long = window.__bench.long.filter(([start]) => start >= window.__bench.enter);
  return {
    columns: window.__columns,
    long_tasks: long.length,
    longest_task_ms: Math.max(0, ...long.map(([, duration]) => duration)),
    longest_frame_ms: Math.max(0, ...window.__bench.frames),
  };
}"""


async def six_columns(browser: Chromium, app: Parley, source: Server) -> dict[str, object]:
    """Throughput of each column against the same answers taken directly, a moment before; the longest task of the page."""
    direct = await asyncio.gather(*(_direct(source.port, model) for model in MODELS))
    async with browser.context() as context:
        calibration, page = await browser.calibrate(), await context.new_page()
        await open_chat(page, parley(f"{app.url}/c/{_chat(app)}"), "Explain the scheduler")
        cpu, server = browser.cpu_seconds(), machine.cpu_seconds(app.pid)
        found = await _answers(page)
        shares = [
            rate / reference for rate, reference in zip((_rate(row["first"], row["last"]) for row in found["columns"]), direct, strict=True)
        ]
        return {
            "columns": COLUMNS,
            "tokens_per_second": RATE,
            "slowest_share_of_direct": round(min(shares), 3),
            "mean_share_of_direct": round(sum(shares) / len(shares), 3),
            **{name: round(found[name], 1) for name in ("long_tasks", "longest_task_ms", "longest_frame_ms")},
            "browser_cpu_s": round(browser.cpu_seconds() - cpu, 2),
            "server_cpu_s": round(machine.cpu_seconds(app.pid) - server, 2),
            "calibration_ms": calibration,
        }


async def _answers(page: Page) -> dict[str, Any]:
    await page.evaluate(WATCH, [FIRST_TOKEN, LAST_TOKEN])
    await page.keyboard.press("Enter")
    await until(page, f"window.__columns.length === {COLUMNS} && window.__columns.every((row) => row.last > 0)")
    found: dict[str, Any] = await page.evaluate(RESULT)
    return found


def _chat(app: Parley) -> str:
    """A chat that compares all models."""
    ids = [f"openai/{model}" for model in MODELS]
    chat_id: str = call(app.port, "POST", "/api/v1/conversations", {"model_id": ids[0]})["id"]
    call(app.port, "PATCH", f"/api/v1/conversations/{chat_id}", {"compare_model_ids": ids[1:]})
    return chat_id


def _rate(first: float, last: float) -> float:
    """Tokens a second between the first and the last one; times in milliseconds. The lengths differ too little to matter."""
    return (TOKENS - 1) * 1000 / (last - first)


async def _direct(port: int, model: str) -> float:
    """The rate at which a client gets the answer that does nothing else."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "Explain the scheduler"}]}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    first = last = 0.0
    while not last and (piece := await reader.readline()):
        now = time.monotonic() * 1000
        first = now if FIRST_TOKEN.encode() in piece else first
        last = now if LAST_TOKEN.encode() in piece else last
    writer.close()
    return _rate(first, last)
