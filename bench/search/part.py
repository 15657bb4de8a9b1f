"""The part "search"."""

from __future__ import annotations

import asyncio
import time

from sqlmodel import Session

from bench import figures, machine
from bench.browser.chromium import Chromium, chromium, until
from bench.databases import postgres
from bench.search import measure as timing
from bench.search.fill import fill
from bench.search.texts import Texts
from bench.servers import Parley, upstream
from chat_app.db import Database, migrate
from chat_app.models import User
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.clock import utc_now

MESSAGES = 200_000
SEARCHES = 300
TYPED = ("server", "budget plan", "der", "die daten", "weather", "rechnung", "the answer", "reise", "library", "und")
FIELD, HIT = "[data-testid=chat-search]", "[data-testid=search-hit]"
# From the last key to the first frame with a hit that belongs to the text.
TYPE = """async (text) => {
  const field = document.querySelector('[data-testid=chat-search]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  field.focus();
  const write = (value) => { set.call(field, value); field.dispatchEvent(new Event('input', { bubbles: true })); };
  write('');
  await new Promise((done) => setTimeout(done, 400));
  const before = document.querySelector('[data-testid=search-results]')?.textContent ?? '';
  const start = performance.now();
  write(text);
  return await new Promise((done) => {
    const look = () => {
      const hit = document.querySelector('[data-testid=search-hit] mark');
      const shown = document.querySelector('[data-testid=search-results]')?.textContent;
      if (hit && shown !== before) requestAnimationFrame(() => done(performance.now() - start));
      else requestAnimationFrame(look);
    };
    look();
  });
}"""


def measure(runs: int = 5, patience: float = 20, messages: int = MESSAGES) -> None:
    """Measure and keep `search.json`."""
    result: dict[str, object] = {"messages": messages}
    with upstream() as source:
        app = Parley(source.url)
        try:
            result["sqlite"] = _engine(f"sqlite:///{app.data / 'parley.db'}", messages, patience)
            with app:
                result["painted"] = asyncio.run(_painted(app.url, runs, patience))
        finally:
            app.forget()
    with postgres() as url:
        result["postgres"] = _engine(url, messages, patience)
    figures.save("search", result)


def _engine(url: str, messages: int, patience: float) -> dict[str, object]:
    migrate(url)
    database, texts = Database(url), Texts()
    database.write_now(_owner)
    started = time.monotonic()
    fill(database, messages, texts)
    filled = time.monotonic() - started
    queries = texts.queries(SEARCHES)
    row = asyncio.run(timing.searches(database, queries, patience)) | timing.writes(database, texts) | {"filled_s": round(filled)}
    database.close()
    print(url.partition(":")[0], row, flush=True)
    return row


def _owner(session: Session) -> None:
    session.merge(User(id=OWNER_ID, name="", created_at=utc_now()))


async def _painted(url: str, runs: int, patience: float) -> dict[str, object]:
    """Milliseconds from the last key to the first hit painted."""
    async with chromium() as browser:
        times = [value for _ in range(runs) for value in await _visit(browser, url, patience)]
    row = {"searches": len(times), "p50_ms": round(figures.percentile(times, 0.5)), "p95_ms": round(figures.percentile(times, 0.95))}
    print("painted", row, flush=True)
    return row


async def _visit(browser: Chromium, url: str, patience: float) -> list[float]:
    async with browser.context() as context:
        page = await context.new_page()
        await page.goto(url)
        await page.locator(FIELD).wait_for()
        await until(page, "document.querySelector('[data-testid=chat-item]')")
        await page.evaluate(TYPE, TYPED[0])
        await asyncio.to_thread(machine.wait_until_quiet, patience)
        return [float(await page.evaluate(TYPE, text)) for text in TYPED]
