"""The part "catalogue": 4,000 models; how soon the first are on show, how soon a search is, in the list and in the picker."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import BrowserContext, Page

from bench import figures
from bench.browser.chromium import Chromium, Traffic, chromium, time_of, until
from bench.catalogue.provider import MODELS, listing_provider, names
from bench.servers import Parley, running_parley, status_of

ROW, SEARCH, TOTAL = "[data-testid=catalogue-row]", "[data-testid=catalogue-search]", "[data-testid=catalogue-total]"
OPTION, PICKER, PICKER_SEARCH = "[data-testid=model-option]", "[data-testid=model-picker]", "[data-testid=model-search]"
QUIET_SECONDS = 1.5
LETTERS = "man"
"""Each leaves fewer models than those before it."""
TYPED = "() => addEventListener('input', (event) => (window.__typed = event.timeStamp), { capture: true, once: true })"
PRESSED = "() => addEventListener('click', (event) => (window.__typed = event.timeStamp), { capture: true, once: true })"


def measure(runs: int = 5, patience: float = 20) -> None:
    """Measure and keep `catalogue.json`."""
    with listing_provider() as url, running_parley(url) as app:
        asyncio.run(_measure(app, runs, patience))


async def _measure(app: Parley, runs: int, patience: float) -> None:
    _wait_for_models(app)
    server = _server_figures(app)
    async with chromium() as browser:
        shown = await figures.repeated(lambda: _first_paint(browser, app.url), runs, patience)
        searched = await figures.repeated(lambda: _search(browser, app.url), runs, patience)
        picker = await figures.repeated(lambda: _picker(browser, app.url), runs, patience)
    figures.save("catalogue", {"models": MODELS, "server": server, "shown": shown, "search": searched, "picker": picker})


def _wait_for_models(app: Parley) -> None:
    end = time.monotonic() + 60
    while status_of(app.port, "/api/v1/admin/models/openai/" + names()[-1]) != 200:
        if time.monotonic() > end:
            raise TimeoutError("the provider's models did not come")
        time.sleep(0.2)


def _server_figures(app: Parley) -> dict[str, object]:
    """What a request of the list costs on the server alone, and what all rows at once would."""
    queries = {
        "page_ms": "/api/v1/admin/models?limit=60",
        "search_ms": "/api/v1/admin/models?limit=60&search=qwen%2014b",
        "sorted_ms": "/api/v1/admin/models?limit=60&sort=name&json_mode=true",
    }
    return {name: round(figures.percentile([_once(app, path) for _ in range(30)], 0.5), 1) for name, path in queries.items()}


def _once(app: Parley, path: str) -> float:
    begun = time.perf_counter()
    if status_of(app.port, path) != 200:
        raise RuntimeError(f"{path} was not answered")
    return (time.perf_counter() - begun) * 1000


async def _first_paint(browser: Chromium, url: str) -> dict[str, object]:
    """From opening the page to its first paint and to the first row on show.

    On the second visit the scripts come from the browser's cache, from the third on they are compiled, too.
    """
    async with browser.context() as context:
        await _visit(context, url)
        calibration = await browser.calibrate()
        second, third = await _visit(context, url), await _visit(context, url)
        figures_of_second = {f"second_visit_{name}": value for name, value in second.items() if name.endswith("ms")}
        return {**third, **figures_of_second, "calibration_ms": calibration}


async def _visit(context: BrowserContext, url: str) -> dict[str, object]:
    page = await context.new_page()
    traffic = await Traffic.of(page)
    await page.goto(f"{url}/admin/models/", wait_until="commit")
    await page.evaluate("selector => __bench.find('row', selector)", ROW)
    shown = await time_of(page, "row")
    await asyncio.sleep(QUIET_SECONDS)
    painted = await page.evaluate("performance.getEntriesByName('first-paint')[0].startTime")
    rows = await page.locator(ROW).count()
    await page.close()
    return {"first_paint_ms": round(painted, 1), "first_row_ms": round(shown, 1), "rows": rows, "data_bytes": traffic.data}


async def _search(browser: Chromium, url: str) -> dict[str, object]:
    """From a letter typed to the frame that shows what is found."""
    async with browser.context() as context:
        page = await context.new_page()
        await page.goto(f"{url}/admin/models/")
        await page.locator(ROW).first.wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        calibration = await browser.calibrate()
        times = [await _typed(page, SEARCH, letter, f"{TOTAL}:not([data-total='{await _total(page)}'])") for letter in LETTERS]
        return {"shown_ms": round(max(times), 1), "median_ms": round(figures.percentile(times, 0.5), 1), "calibration_ms": calibration}


async def _total(page: Page) -> str:
    return await page.locator(TOTAL).get_attribute("data-total") or ""


async def _typed(page: Page, field: str, letter: str, until_selector: str) -> float:
    await page.evaluate(TYPED)
    await page.evaluate("selector => { delete __bench.at.found; __bench.find('found', selector); }", until_selector)
    await page.locator(field).press(letter)
    return await time_of(page, "found") - float(await page.evaluate("window.__typed"))


async def _picker(browser: Chromium, url: str) -> dict[str, object]:
    """From a click on the picker to its first row, and from a word in it to a model that the page did not hold."""
    async with browser.context() as context:
        page = await context.new_page()
        await page.goto(url)
        await page.locator(PICKER).wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        calibration = await browser.calibrate()
        await page.evaluate(PRESSED)
        await page.evaluate("selector => __bench.find('option', selector)", OPTION)
        await page.locator(PICKER).click()
        opened = await time_of(page, "option") - float(await page.evaluate("window.__typed"))
        await asyncio.sleep(QUIET_SECONDS)
        last = names()[-1]
        await page.evaluate(TYPED)
        await page.evaluate("selector => __bench.find('further', selector)", f"{OPTION}[data-model='openai/{last}']")
        await page.locator(PICKER_SEARCH).fill(last)
        found = await time_of(page, "further") - float(await page.evaluate("window.__typed"))
        await until(page, "document.querySelectorAll('[data-testid=model-option]').length === 1")
        return {"opened_ms": round(opened, 1), "found_ms": round(found, 1), "calibration_ms": calibration}
