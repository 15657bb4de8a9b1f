"""X1 where people and models put names: titles, people, assistants, files, groups, providers, announcements, errors of models."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Request

from chat_app.services.site.sections import SignIn
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.e2e.answers import TRAP
from tests.e2e.server import AppProcess, build_frontend
from tests.fakes.model_server import ModelServer
from tests.security.people import person

EVIL = (
    '<img src=//evil.example/{0} onerror=hits.push("{0}")><script>hits.push("{0}")</script>'
    '<svg onload=hits.push("{0}")>[{0}](javascript:hits.push("{0}"))![{0}](https://evil.example/{0}.png)'
)
SHORT = '<img src=//evil.example onerror=hits.push("{0}")>{0}'
"""For what may not be long."""

PAGES = [
    *("/", "/library", "/settings", "/team", "/admin", "/admin/users", "/admin/groups"),
    *("/admin/providers", "/admin/announcements", "/admin/audit", "/admin/jobs"),
]
COUNT = 'document.querySelectorAll(\'img[onerror], svg[onload], a[href^="javascript:"], [src*="evil.example"]\').length'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An app full of hostile names, and its administrator over REST."""
    build_frontend()
    data = tmp_path_factory.mktemp("names")
    shutil.copy(empty_database, data / "parley.db")
    app = AppProcess(data, models.base_url, PARLEY_MODE="multi")
    parts = build_services(Settings(data_dir=data, mode="multi"))
    admin, headers = await person(parts, "ada", "admin")
    await person(parts, "bob")
    await parts.site.save(admin, SignIn(admin_second_factor=False))
    await parts.close()
    app.start()
    async with httpx.AsyncClient(base_url=app.url, headers=headers | {"Origin": app.url}, timeout=30) as rest:
        yield rest
    app.stop()


async def fill(rest: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Hostile names everywhere; the id of a chat, and the kinds of names that were taken."""
    api = "/api/v1"
    chat = (await rest.post(f"{api}/conversations", json={})).json()["id"]
    calls = {
        "title": ("PATCH", f"{api}/conversations/{chat}", {"title": SHORT.format("title")}),
        "person": ("PATCH", f"{api}/me", {"name": SHORT.format("person")}),
        "folder": ("POST", f"{api}/folders", {"name": SHORT.format("folder")}),
        "tag": ("POST", f"{api}/tags", {"name": "<svg onload=hits.push(1)>"}),
        "assistant": (
            "POST",
            f"{api}/assistants",
            {"name": SHORT.format("assistant"), "description": EVIL.format("assistant"), "system_prompt": EVIL.format("assistant")},
        ),
        "prompt": ("POST", f"{api}/prompts", {"command": "evil", "title": SHORT.format("prompt"), "text": EVIL.format("prompt")}),
        "group": ("POST", f"{api}/admin/groups", {"name": SHORT.format("group"), "description": EVIL.format("group")}),
        "announcement": ("POST", f"{api}/admin/announcements", {"text_en": EVIL.format("announcement"), "text_de": "x"}),
        "provider": (
            "POST",
            f"{api}/admin/providers",
            {"vendor": "openai", "label": SHORT.format("provider"), "key": "sk-x"},
        ),
        # 422, and nothing of what the provider said: the message is in the chat, and the sentence below it is ours.
        "error": ("POST", f"{api}/conversations/{chat}/messages", {"text": f"fail 400 {EVIL.format('error')}"}),
    }
    taken = []
    for kind, (verb, path, body) in calls.items():
        answer = await rest.request(verb, path, json=body)
        # Run once more, the test finds some of them there already.
        if answer.status_code in {200, 201, 409}:
            taken.append(kind)
    return chat, taken


async def test_names_are_only_text(browser: Browser, house: httpx.AsyncClient) -> None:
    chat, taken = await fill(house)
    assert set(taken) >= {"title", "person", "folder", "assistant", "prompt", "group", "announcement", "provider"}, "names were refused"
    context, foreign = await opened(browser, house)
    page = await context.new_page()
    seen = ""
    for path in [f"/c/{chat}", *PAGES]:
        await page.goto(path)
        await page.wait_for_timeout(1_200)
        assert await page.evaluate("window.hits") == [], path
        assert await page.evaluate(COUNT) == 0, path
        if path == "/library":
            await page.get_by_test_id("library-assistants").check(force=True)
            await page.wait_for_timeout(500)
        seen += await page.inner_text("body")
    assert foreign == []
    # Not one of them was swallowed: what is hidden from the reader would prove nothing.
    for kind in ("title", "group", "announcement", "provider", "assistant"):
        assert f'hits.push("{kind}")' in seen, kind
    await context.close()


async def opened(browser: Browser, house: httpx.AsyncClient) -> tuple[BrowserContext, list[str]]:
    """A browser of the administrator, and where its requests went that left."""
    url, foreign = str(house.base_url).rstrip("/"), []
    context = await browser.new_context(base_url=url, viewport={"width": 1280, "height": 900}, locale="en-US")
    name, _, secret = house.headers["Cookie"].partition("=")
    await context.add_cookies([{"name": name, "value": secret, "url": url}])
    await context.add_init_script(TRAP)

    def note(request: Request) -> None:
        if "evil.example" in request.url.split("?")[0]:
            foreign.append(request.url)

    context.on("request", note)
    return context, foreign
