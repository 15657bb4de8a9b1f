"""One built app, one model server and one Chromium for all browser tests; a fresh context and an own chat for each."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.e2e.answers import AnswerPage
from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess, build_frontend
from tests.fakes.model_server import ModelServer, model_server

WITHOUT_WINDOWS = shutil.which("chromium-headless-shell")
CHROMIUM = WITHOUT_WINDOWS or "/usr/bin/chromium"
"""The one without windows costs a third of the time for each context."""
PATIENCE = 60
"""Seconds for what prepares a test: it is no part of what the test shows."""
RERUNS = 2
"""A browser on two busy cores misses a deadline now and then. What fails every time fails; the summary counts what was run again."""
expect.set_options(timeout=15_000)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
if WITHOUT_WINDOWS is None:
    # Playwright's own list, and the pages of the browser's window: these would be loaded for each context.
    FLAGS += ["--disable-features=HttpsUpgrades,MediaRouter,PaintHolding,RenderDocument,Translate,OptimizationHints,PreloadTopChromeWebUI"]


@pytest.fixture(scope="session")
def models() -> Iterator[ModelServer]:
    """What the app believes to be OpenAI."""
    with model_server() as server:
        yield server


@pytest.fixture(scope="session")
def app(models: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    """The app, connected to the model server."""
    build_frontend()
    process = AppProcess(tmp_path_factory.mktemp("data"), models.base_url)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


def forget_choices(app: AppProcess) -> None:
    """An owner who has chosen nothing, written nothing and attached nothing yet."""
    choices = {"language": "", "theme": "system", "default_model_id": "", "recent_model_ids": []}
    httpx.patch(f"{app.url}/api/v1/me", json=choices, timeout=PATIENCE).raise_for_status()
    httpx.put(f"{app.url}/api/v1/me/draft", json={"text": ""}, timeout=PATIENCE).raise_for_status()
    forget_files(app)


def forget_files(app: AppProcess) -> None:
    """Nothing waits in the new chat: an upload that a failed test left there would hold back the message of the next one."""
    with httpx.Client(base_url=f"{app.url}/api/v1", timeout=PATIENCE) as client:
        waiting = client.get("/files/waiting", params={"conversation_id": ""}).raise_for_status().json()
        for kind, path in (("items", "files"), ("uploads", "uploads")):
            for left in waiting[kind]:
                client.delete(f"/{path}/{left['id']}").raise_for_status()


def device(app: AppProcess) -> dict:
    """The usual one."""
    return {"base_url": app.url, "locale": "en-US", "viewport": {"width": 1280, "height": 800}}


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Browser, app: AppProcess) -> AsyncIterator[Callable[..., BrowserContext]]:
    """Makes contexts: own cookies, own settings of the device, and an owner who has chosen nothing yet."""
    made: list[BrowserContext] = []
    forget_choices(app)

    async def make(**options: object) -> BrowserContext:
        made.append(await browser.new_context(**{**device(app), **options}))
        return made[-1]

    yield make
    for context in made:
        for page in context.pages:
            # A request that a test still holds back must not fail in its handler when the page goes.
            await page.unroute_all(behavior="ignoreErrors")
        await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def answer_tab(browser: Browser, app: AppProcess) -> AsyncIterator[AnswerPage]:
    """One tab for many answers: loading the page for each would take most of the time. `begin` starts each test."""
    forget_choices(app)
    context = await browser.new_context(**device(app), permissions=["clipboard-read", "clipboard-write"])
    yield await AnswerPage.open(context, app.url)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(new_context: Callable[..., BrowserContext], models: ModelServer) -> AsyncIterator[ChatPage]:
    """A new chat in a fresh browser. A page that logs an error fails its test."""
    models.hold()
    context = await new_context()
    page = ChatPage(await context.new_page())
    await page.open()
    yield page
    models.release()
    assert page.errors == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share the loop in which the browser lives."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))
