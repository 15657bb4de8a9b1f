"""Passkeys in Chromium, with an authenticator that its debugging protocol plays: the pages, the script and the policy together."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from chat_app.api.app import create_api
from chat_app.api.csp import ContentPolicy
from chat_app.api.security import SecurityWrapper
from chat_app.wiring import Services
from tests.conftest import PROJECT
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.fakes.app_server import serving
from tests.security.conftest import PASSWORD
from tests.security.test_second_factor import account

DATABASES = ("sqlite",)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Site:
    """The doors of Parley on a port, with the files of the login pages and a page behind them."""

    def __init__(self) -> None:
        self.app = None

    async def __call__(self, scope, receive, send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)

    def open(self, parts: Services) -> None:
        async def inside(_request):
            return HTMLResponse("<!doctype html><title>In</title><h1>Behind the door</h1>")

        api = create_api()
        assets = StaticFiles(directory=PROJECT / "assets")
        routes = [Route("/", inside), Mount("/styles", StaticFiles(directory=PROJECT / "assets/styles"))]
        routes += [Route(path, assets) for path in ("/passkeys.js", "/icon.svg", "/favicon.ico")]
        self.app = SecurityWrapper(Starlette(routes=[*routes, Mount("/", api)]), parts.settings, ContentPolicy(()))


@pytest.fixture
def site() -> Iterator[tuple[Site, int]]:
    site = Site()
    with serving(site) as port:
        yield site, port


@pytest.fixture
def parts(build, site) -> Services:
    """People who reach us under a name for which browsers do WebAuthn without https."""
    door, port = site
    parts = build(host="0.0.0.0", port=port, public_url=f"http://localhost:{port}", mode="multi")
    door.open(parts)
    return parts


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield await chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
        await chromium.close()


async def page_with_device(context: BrowserContext) -> tuple[Page, list[str]]:
    page, problems = await context.new_page(), []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    debugging = await context.new_cdp_session(page)
    await debugging.send("WebAuthn.enable")
    await debugging.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page, problems


async def sign_in(page: Page, origin: str) -> None:
    await page.goto(f"{origin}/auth/login")
    await page.fill("input[name=email]", "ada@example.org")
    await page.fill("input[name=password]", PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def test_an_administrator_sets_one_up_and_needs_no_password_any_more(parts, context):
    await account(parts, role="admin")
    page, problems = await page_with_device(context)
    await sign_in(page, parts.settings.origin)
    await page.click("text='Set up a passkey'")
    await expect(page.locator(".auth-codes code")).to_have_count(10, timeout=30_000)
    codes = await page.locator(".auth-codes code").all_inner_texts()
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", code) for code in codes)
    await page.click("text='I have kept them'")
    await expect(page.locator("h1")).to_have_text("Behind the door", timeout=30_000)
    await context.clear_cookies()
    await page.goto(f"{parts.settings.origin}/auth/login")
    await page.click("text='Sign in with a passkey'")
    await expect(page.locator("h1")).to_have_text("Behind the door", timeout=30_000)
    await context.clear_cookies()
    await sign_in(page, parts.settings.origin)
    await page.click("text='Use a passkey'")
    await expect(page.locator("h1")).to_have_text("Behind the door", timeout=30_000)
    assert problems == []


async def test_a_device_without_one_says_so_in_words(parts, context):
    await account(parts, role="admin")
    page, _ = await page_with_device(context)
    await page.goto(f"{parts.settings.origin}/auth/login")
    await page.click("text='Sign in with a passkey'")
    await expect(page.locator("form[data-passkey] [role=alert]")).to_contain_text("Nothing came from your device", timeout=30_000)
