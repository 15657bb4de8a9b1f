"""The part "sidebar": 10,000 chats in 200 folders; how soon they are on show, how soon a drop is."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import Page, WebSocket

from bench import figures, seed
from bench.browser.chromium import Chromium, Traffic, chromium, time_of
from bench.servers import Parley, running_parley, upstream
from chat_app.db import Database
from chat_app.services.accounts.owner import OWNER_ID

CHATS, FOLDERS, OPEN = 10_000, 200, 5
QUIET_SECONDS = 1.5
CHAT_ITEM, FOLDER = "[data-testid=chat-item]", "[data-testid=folder]"
ANSWERED = "answered_key"
LIFTED = "() => addEventListener('pointerup', (event) => (window.__lifted = event.timeStamp), { capture: true, once: true })"


def measure(runs: int = 5, patience: float = 20) -> None:
    """Measure and keep `sidebar.json`."""
    with upstream() as source, running_parley(source.url) as app:
        asyncio.run(_measure(app, runs, patience))


async def _measure(app: Parley, runs: int, patience: float) -> None:
    database = Database(f"sqlite:///{app.data / 'parley.db'}")
    folders = seed.folders_of_chats(database, OWNER_ID, FOLDERS, CHATS, OPEN)
    database.close()
    app.stop()
    app.start()
    async with chromium() as browser:
        shown = await figures.repeated(lambda: _first_paint(browser, app.url), runs, patience)
        dropped = await figures.repeated(lambda: _drop(browser, app.url, folders[1]), runs, patience)
    figures.save("sidebar", {"chats": CHATS, "folders": FOLDERS, "shown": shown, "dropped": dropped})


async def _first_paint(browser: Chromium, url: str) -> dict[str, object]:
    """From opening the page, with the scripts cached, to the first folder and the first chat painted."""
    async with browser.context() as context:
        first = await context.new_page()
        await first.goto(url)
        await first.locator(CHAT_ITEM).first.wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        await first.close()
        calibration, page = await browser.calibrate(), await context.new_page()
        traffic = await Traffic.of(page)
        await page.goto(url, wait_until="commit")
        await page.evaluate("([folder, chat]) => { __bench.find('folder', folder); __bench.find('chat', chat); }", [FOLDER, CHAT_ITEM])
        folder, chat = await time_of(page, "folder"), await time_of(page, "chat")
        await asyncio.sleep(QUIET_SECONDS)
        return {
            "first_folder_ms": round(folder, 1),
            "first_chat_ms": round(chat, 1),
            "folders": await page.locator(FOLDER).count(),
            "chats": await page.locator(CHAT_ITEM).count(),
            "bytes": traffic.total,
            "calibration_ms": calibration,
        }


async def _drop(browser: Chromium, url: str, folder_id: str) -> dict[str, object]:
    """From letting go of a chat over a folder to the frame that shows it there, and to the server's word that it is."""
    async with browser.context() as context:
        page, answered = await context.new_page(), asyncio.Event()
        page.on("websocket", lambda socket: _listen(socket, answered))
        await page.goto(url)
        await page.locator(CHAT_ITEM).first.wait_for()
        await asyncio.sleep(QUIET_SECONDS)
        calibration = await browser.calibrate()
        target = f"{FOLDER}[data-id='{folder_id}']"
        label = await page.locator(target).get_attribute("aria-label")
        await page.evaluate(LIFTED)
        await page.evaluate("selector => __bench.find('dropped', selector)", f"{target}:not([aria-label='{label}'])")
        # No longer than needed: a folder opens when something is held over it.
        await _hold_over(page, target)
        answered.clear()
        lifted = time.monotonic()
        await page.mouse.up()
        await asyncio.wait_for(answered.wait(), 20)
        stored = time.monotonic() - lifted
        shown = await time_of(page, "dropped") - float(await page.evaluate("window.__lifted"))
        return {"shown_ms": round(shown, 1), "stored_ms": round(stored * 1000, 1), "calibration_ms": calibration}


def _listen(socket: WebSocket, answered: asyncio.Event) -> None:
    def received(payload: str | bytes) -> None:
        if ANSWERED in str(payload):
            answered.set()

    socket.on("framereceived", received)


async def _hold_over(page: Page, target: str) -> None:
    """Take the first chat and hold it over a folder."""
    await page.locator(target).scroll_into_view_if_needed()
    start, end = await page.locator(f"li:has({CHAT_ITEM})").first.bounding_box(), await page.locator(target).bounding_box()
    if start is None or end is None:
        raise RuntimeError("nothing to drag, or nowhere to drop it")
    await page.mouse.move(start["x"] + 80, start["y"] + start["height"] / 2)
    await page.mouse.down()
    for share in (0.3, 0.7, 1):
        await page.mouse.move(end["x"] + 80, start["y"] + (end["y"] + end["height"] / 2 - start["y"]) * share)
        await asyncio.sleep(0.05)
