"""The part "browser"."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import figures, machine, seed
from bench.browser import answers, chat_page, compare, history, keystrokes, visits
from bench.browser.chromium import Chromium, chromium
from bench.servers import Parley, Server, running_parley, upstream
from bench.streams.targets import call
from bench.upstream.model_name import model_name
from chat_app.db import Database
from chat_app.services.accounts.owner import OWNER_ID

LONG_CHAT_MESSAGES = 1000
CHATS = 5000
PAGES = 10
LONG_MODEL = model_name(tokens=answers.LONG_ANSWER_TOKENS)
PACED_MODEL = model_name(tokens=250, tps=50, ttft_ms=50)
TYPED_OVER_MODEL = model_name(tokens=2000, tps=50, ttft_ms=50)

Measure = Callable[[], Awaitable[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measure needs."""

    browser: Chromium
    source: Server
    app: Parley
    runs: int
    patience: float

    async def repeat(self, measure: Measure, *, warm_up: bool = True) -> dict[str, object]:
        """The median of `runs`; a run before them is not counted."""
        rows = []
        for number in range(self.runs + warm_up):
            machine.wait_until_quiet(self.patience)
            busy, own = machine.Busy.now(), machine.own_cpu_seconds()
            row = await measure()
            others = busy.seconds_since() - (machine.own_cpu_seconds() - own)
            if number >= warm_up:
                rows.append(row | {"others_busy_s": round(max(0.0, others), 2)})
                print(rows[-1], flush=True)
        return figures.median_row(rows)


def measure(runs: int = 5, patience: float = 20, only: str = "") -> None:
    """Measure and keep `browser.json`; `only` names one measure and keeps the others as they were."""
    with upstream() as source, running_parley(source.url) as app:
        asyncio.run(_measure(source, app, runs, patience, only))


async def _measure(source: Server, app: Parley, runs: int, patience: float, only: str) -> None:
    result = figures.load("browser")
    async with chromium() as browser:
        bench = Bench(browser, source, app, runs, patience)
        for name, part in MEASURES.items():
            if only in {"", name}:
                result |= await part(bench)
    figures.save("browser", {key: value for key, value in result.items() if key not in {"part", "machine"}})


async def _visits(bench: Bench) -> dict[str, object]:
    page, warm_rows = chat_page.parley(bench.app.url), []

    async def cold() -> dict[str, object]:
        cold_row, warm_row = await visits.cold_and_warm(bench.browser, page)
        warm_rows.append(warm_row)
        return cold_row

    return {"cold": await bench.repeat(cold), "warm": figures.median_row(warm_rows[1:])}


async def _answer(bench: Bench) -> dict[str, object]:
    choose_model(bench.app, LONG_MODEL)
    ours, bare = chat_page.parley(bench.app.url), chat_page.bare(bench.source.url, LONG_MODEL)
    return {
        "answer_bare": await bench.repeat(lambda: answers.long_answer(bench.browser, bare, bench.source.pid)),
        "answer": await bench.repeat(lambda: answers.long_answer(bench.browser, ours, bench.app.pid)),
    }


async def _parallel(bench: Bench) -> dict[str, object]:
    choose_model(bench.app, PACED_MODEL)
    ours, bare = chat_page.parley(bench.app.url), chat_page.bare(bench.source.url, PACED_MODEL)
    return {
        "parallel_bare": await bench.repeat(lambda: answers.at_once(bench.browser, bare, PAGES, bench.source.pid), warm_up=False),
        "parallel": await bench.repeat(lambda: answers.at_once(bench.browser, ours, PAGES, bench.app.pid), warm_up=False),
    }


async def _compare(bench: Bench) -> dict[str, object]:
    return {"compare": await bench.repeat(lambda: compare.six_columns(bench.browser, bench.app, bench.source))}


async def _history(bench: Bench) -> dict[str, object]:
    database = Database(f"sqlite:///{bench.app.data / 'parley.db'}")
    chat_id = seed.long_chat(database, OWNER_ID, LONG_CHAT_MESSAGES)
    seed.many_chats(database, OWNER_ID, CHATS)
    database.close()
    page = chat_page.parley(bench.app.url)
    address = f"{bench.app.url}/c/{chat_id}"
    return {
        "long_chat": await bench.repeat(lambda: history.open_long_chat(bench.browser, page, address, seed.MARK)),
        "sidebar": await bench.repeat(lambda: history.sidebar(bench.browser, page)),
    }


async def _keystrokes(bench: Bench) -> dict[str, object]:
    async def once() -> dict[str, object]:
        database = Database(f"sqlite:///{bench.app.data / 'parley.db'}")
        chat_id = seed.long_chat(database, OWNER_ID, LONG_CHAT_MESSAGES)
        database.close()
        call(bench.app.port, "PATCH", f"/api/v1/conversations/{chat_id}", {"model_id": f"openai/{TYPED_OVER_MODEL}"})
        return await keystrokes.typing(bench.browser, f"{bench.app.url}/c/{chat_id}")

    return {"keystrokes": await bench.repeat(once)}


MEASURES = {
    "visits": _visits,
    "answer": _answer,
    "parallel": _parallel,
    "history": _history,
    "compare": _compare,
    "keystrokes": _keystrokes,
}


def choose_model(app: Parley, model: str) -> None:
    """Make a model of the fake upstream the default one of the owner."""
    call(app.port, "PATCH", "/api/v1/me", {"default_model_id": f"openai/{model}"})
