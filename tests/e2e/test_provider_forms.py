"""Setting up a provider: each vendor has its own form, refuses in words, is tested with one button, and its key is never shown again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect
from starlette.responses import JSONResponse

from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer
from tests.fakes.thread_server import served

DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE", "color_scheme": "dark"}
KEY = "azure-key-of-the-test-1234567"
READABLE = {"en": r"key|reached|answer|address|account", "de": r"Schlüssel|erreichbar|geantwortet|Antwort|Adresse|Konto"}
FIELDS = {
    "azure": {"provider-url", "provider-option-api_version", "provider-option-deployments", "provider-key"},
    "runpod": {"provider-option-endpoint_id", "provider-key"},
    "bedrock": {"provider-option-region", "provider-option-access_key_id", "provider-key"},
    "openai": {"provider-url", "provider-key"},
    "openai_compatible": {"provider-url", "provider-key"},
}
UNREACHED = {
    "runpod": {"option-endpoint_id": "abc123def456gh"},
    "bedrock": {"option-region": "eu-central-1", "option-access_key_id": "AKIAIOSFODNN7EXAMPLE"},
}
AZURE = "https://mine.openai.azure.com"
REFUSED = (
    ("runpod", {"option-endpoint_id": "x/../../evil", "key": KEY}, {"en": "endpoint ID", "de": "Endpunkt-ID"}),
    ("bedrock", {"option-region": "Frankfurt", "key": KEY}, {"en": "AWS region", "de": "AWS-Region"}),
    ("bedrock", {"option-region": "eu-central-1"}, {"en": "needs a key", "de": "braucht einen Schlüssel"}),
    ("azure", {"url": AZURE, "option-api_version": "newest", "key": KEY}, {"en": "API version", "de": "API-Version"}),
    ("azure", {"url": AZURE, "option-api_version": "", "key": KEY}, {"en": "every field", "de": "alle Felder"}),
    ("azure", {"key": KEY}, {"en": "needs an address", "de": "braucht eine Adresse"}),
)


async def azure(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A resource of Azure OpenAI with one key."""
    if scope["type"] != "http":
        return
    right = dict(scope["headers"]).get(b"api-key") == KEY.encode()
    body = {"data": [{"id": "gpt-5-mini"}]} if right else {"error": {"code": "401", "message": "Access denied"}}
    await JSONResponse(body, 200 if right else 401)(scope, receive, send)


@pytest.fixture(scope="module")
def resource() -> Iterator[str]:
    with served(azure) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def house(models: ModelServer, resource: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    build_frontend()
    allowed = resource.removeprefix("http://")
    process = AppProcess(tmp_path_factory.mktemp("forms"), models.base_url, PARLEY_OUTBOUND_ALLOW=allowed)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, browser: Browser, house: AppProcess) -> AsyncIterator[Page]:
    context = await browser.new_context(base_url=house.url, **request.param)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto("/admin/providers")
    await expect(page.get_by_test_id("provider-add")).to_be_visible(timeout=30_000)
    yield page
    await put_away(page)
    await context.close()


async def put_away(page: Page) -> None:
    """Leave no provider to the next test."""
    listed = await (await page.request.get("/api/v1/admin/providers")).json()
    for provider in listed["items"]:
        await page.request.delete(f"/api/v1/admin/providers/{provider['id']}")


def language(page: Page) -> str:
    return "de" if page.viewport_size is not None and page.viewport_size["width"] == 390 else "en"


async def form(page: Page, vendor: str) -> Locator:
    """The empty form of a vendor."""
    await page.get_by_test_id("provider-add").click()
    dialog = page.get_by_test_id("provider-dialog")
    await dialog.get_by_test_id("provider-vendor").select_option(vendor)
    return dialog


async def send(dialog: Locator, **values: str) -> None:
    for name, value in values.items():
        await dialog.get_by_test_id(f"provider-{name}").fill(value)
    await dialog.page.get_by_test_id("provider-dialog-submit").click()


async def test_each_vendor_asks_for_what_it_needs(page: Page) -> None:
    dialog = await form(page, "openai")
    asked = dialog.locator("input[data-testid]:not([data-testid=provider-name])")
    for vendor, fields in FIELDS.items():
        await dialog.get_by_test_id("provider-vendor").select_option(vendor)
        await expect(asked).to_have_count(len(fields))
        assert {await each.get_attribute("data-testid") for each in await asked.all()} == fields
        page_of_key = dialog.locator(".provider-key-page a")
        if vendor != "openai_compatible":
            assert re.match(r"https://", await page_of_key.get_attribute("href") or "")
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
        size = await dialog.evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert size[0] <= size[1]


async def test_what_cannot_be_is_refused_in_words(page: Page) -> None:
    for vendor, values, words in REFUSED:
        dialog = await form(page, vendor)
        await send(dialog, **values)
        alert = dialog.get_by_role("alert")
        await expect(alert).to_contain_text(words[language(page)])
        await expect(alert).to_be_in_viewport()
        # What was typed is still there.
        for name, value in values.items():
            await expect(dialog.get_by_test_id(f"provider-{name}")).to_have_value(value)
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
    await expect(page.get_by_test_id("provider-item")).to_have_count(0)


async def test_a_resource_of_azure_is_set_up_tested_and_keeps_its_key_to_itself(page: Page, resource: str) -> None:
    german = language(page) == "de"
    dialog = await form(page, "azure")
    await send(dialog, name="Work", url=resource, **{"option-deployments": "fast=gpt-5-mini, smart=gpt-5", "key": KEY[:-1]})
    item = page.get_by_test_id("provider-item").filter(has_text="Work")
    state = item.get_by_test_id("provider-state")
    await expect(state).to_contain_text("nimmt diesen Schlüssel nicht an" if german else "does not accept this key")
    assert await violations(page) == []
    await item.get_by_test_id("provider-edit").click()
    await expect(dialog.get_by_test_id("provider-key")).to_have_value("")
    await expect(dialog.get_by_test_id("provider-option-deployments")).to_have_value("fast=gpt-5-mini, smart=gpt-5")
    await send(dialog, key=KEY)
    await expect(state).to_contain_text("Funktioniert. Modelle: 2" if german else "Works. Models: 2")
    await item.get_by_test_id("provider-test").click()
    await expect(state).to_contain_text("Funktioniert. Modelle: 2" if german else "Works. Models: 2")
    await page.reload()
    await item.get_by_test_id("provider-edit").click()
    await expect(dialog).to_contain_text("…4567")
    await expect(dialog.get_by_test_id("provider-key")).to_have_value("")
    assert KEY not in await page.content()
    told = await (await page.request.get("/api/v1/admin/providers")).text()
    assert KEY not in told
    assert await violations(page) == []


async def test_a_test_that_fails_says_why(page: Page) -> None:
    for vendor, values in UNREACHED.items():
        await send(await form(page, vendor), **values, key=KEY)
        await expect(page.get_by_test_id("provider-dialog")).to_have_count(0)
    states = page.get_by_test_id("provider-state")
    for place in range(len(UNREACHED)):
        await expect(states.nth(place)).to_have_attribute("data-state", "failing", timeout=45_000)
        await expect(states.nth(place)).to_contain_text(re.compile(READABLE[language(page)]))
    assert KEY not in await page.content()
    assert await violations(page) == []
