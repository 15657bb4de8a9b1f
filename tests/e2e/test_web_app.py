"""Installable, offline page, nothing stored where it does not belong."""

from __future__ import annotations

import asyncio
import json

from playwright.async_api import expect

from tests.e2e.chat_page import ChatPage


class TestWebApp:
    async def test_the_browser_would_install_it(self, chat: ChatPage) -> None:
        devtools = await chat.page.context.new_cdp_session(chat.page)
        manifest = await devtools.send("Page.getAppManifest")
        assert manifest["errors"] == []
        assert json.loads(manifest["data"])["display"] == "standalone"

    async def test_the_worker_keeps_hashed_files_and_the_offline_page_only(self, chat: ChatPage) -> None:
        await chat.page.evaluate("navigator.serviceWorker.register('/sw.js')")
        await chat.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        await chat.page.reload()
        await chat.ask("say cached nothing")
        kept = await chat.page.evaluate(
            "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())"
            ".map(({url}) => new URL(url).pathname)))).flat()"
        )
        assert "/offline.html" in kept
        assert [path for path in kept if path != "/offline.html" and not path.startswith("/assets/")] == []

    async def test_offline_a_page_of_our_own_appears(self, chat: ChatPage) -> None:
        await chat.page.evaluate("navigator.serviceWorker.register('/sw.js')")
        await chat.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        await asyncio.sleep(1)
        await chat.page.context.set_offline(True)
        await chat.page.goto("/")
        await expect(chat.page.get_by_text("Parley cannot be reached")).to_be_visible()
        await chat.page.context.set_offline(False)
        chat.errors.clear()


class TestStorage:
    async def test_nothing_of_ours_in_the_browsers_storage(self, chat: ChatPage) -> None:
        await chat.ask("say a secret word")
        await chat.by_id("theme-toggle").click()
        stored = await chat.page.evaluate("JSON.stringify([{...localStorage}, Object.keys(sessionStorage)])")
        assert json.loads(stored)[0] == {}
        assert set(json.loads(stored)[1]) <= {"token", "__router_scroll_positions", "react-router-scroll-positions"}
        for _ in range(2):
            await chat.by_id("theme-toggle").click()

    async def test_the_cookie_says_language_and_theme_and_no_more(self, chat: ChatPage) -> None:
        await chat.by_id("theme-toggle").click()
        cookies = {cookie["name"]: cookie["value"] for cookie in await chat.page.context.cookies()}
        assert cookies["parley_prefs"] == "en.light.100.comfortable"
        for _ in range(2):
            await chat.by_id("theme-toggle").click()

    async def test_no_request_leaves_for_another_host(self, chat: ChatPage) -> None:
        foreign: list[str] = []
        chat.page.on("request", lambda request: None if "localhost" in request.url else foreign.append(request.url))
        await chat.page.reload()
        await chat.ask("say home")
        assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
