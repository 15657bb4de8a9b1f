"""Local models in the browser: a download that goes on without its page, is cancelled, goes on, and what it makes possible."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer
from tests.fakes.ollama_server import NO_SPACE, OllamaFake, ollama_server

CHAT, NEW, EMBED = "llama3.2:1b", "llama3.2:3b", "nomic-embed-text:latest"
PATIENCE = 30_000
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE", "color_scheme": "dark"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}


@pytest.fixture(scope="module")
def fake() -> Iterator[OllamaFake]:
    with ollama_server(CHAT) as server:
        yield server


@pytest.fixture(scope="module")
def house(models: ModelServer, fake: OllamaFake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    """An app whose only provider beside the usual one is an Ollama server."""
    build_frontend()
    process = AppProcess(tmp_path_factory.mktemp("local"), models.base_url, PARLEY_OLLAMA_URL=fake.url)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, browser: Browser, house: AppProcess, fake: OllamaFake) -> AsyncIterator[Page]:
    fake.release()
    fake.pause, fake.fail = 0.0, ""
    fake.layers.clear()
    for name in [name for name in fake.models if name != CHAT]:
        del fake.models[name]
    context = await browser.new_context(base_url=house.url, **request.param)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto("/admin/local-models")
    await expect(page.get_by_test_id("server-state")).to_have_attribute("data-state", "good", timeout=PATIENCE)
    yield page
    await put_away(page)
    await context.close()


async def put_away(page: Page) -> None:
    """Leave no download to the next test."""
    listed = await (await page.request.get("/api/v1/admin/ollama/pulls")).json()
    for pull in listed["items"]:
        await page.request.post(f"/api/v1/admin/ollama/pulls/{pull['id']}/cancel")
        await page.request.delete(f"/api/v1/admin/ollama/pulls/{pull['id']}")


async def begin(page: Page, name: str) -> None:
    await page.get_by_test_id("pull-name").fill(name)
    await page.get_by_test_id("pull-begin").click()


async def test_a_download_goes_on_through_a_reload_and_its_model_can_be_deleted(page: Page, fake: OllamaFake) -> None:
    fake.pause = 0.2
    await begin(page, NEW)
    pull = page.get_by_test_id("pull").filter(has_text=NEW)
    await expect(pull.get_by_test_id("pull-bar")).not_to_have_attribute("aria-valuenow", "0", timeout=PATIENCE)
    fake.hold()
    await page.reload()
    await expect(pull.get_by_test_id("pull-bar")).not_to_have_attribute("aria-valuenow", "0", timeout=PATIENCE)
    await expect(pull).to_have_attribute("data-state", "running")
    fake.pause = 0
    fake.release()
    await expect(pull).to_have_attribute("data-state", "done", timeout=PATIENCE)
    model = page.locator(f'[data-testid=local-model][data-name="{NEW}"]')
    await expect(model).to_contain_text("Q4_K_M", timeout=PATIENCE)
    assert await violations(page) == []
    await model.get_by_test_id("model-delete").click()
    await expect(page.get_by_test_id("confirm-dialog")).to_contain_text(NEW)
    await page.get_by_test_id("confirm").click()
    await expect(model).to_have_count(0, timeout=PATIENCE)
    assert NEW not in fake.models


async def test_a_download_is_cancelled_and_goes_on_where_it_was(page: Page, fake: OllamaFake) -> None:
    fake.pause = 0.2
    await begin(page, NEW)
    pull = page.get_by_test_id("pull").filter(has_text=NEW)
    await expect(pull.get_by_test_id("pull-bar")).not_to_have_attribute("aria-valuenow", "0", timeout=PATIENCE)
    # On a busy machine the rest would come before the click.
    fake.hold()
    await pull.get_by_test_id("pull-cancel").click()
    await expect(pull).to_have_attribute("data-state", "cancelled", timeout=PATIENCE)
    assert 0 < sum(fake.layers.values()) < 30_000_000
    fake.pause = 0
    fake.release()
    await pull.get_by_test_id("pull-resume").click()
    await expect(pull).to_have_attribute("data-state", "done", timeout=PATIENCE)
    await pull.get_by_test_id("pull-dismiss").click()
    await expect(pull).to_have_count(0)


async def test_what_goes_wrong_is_said_in_words(page: Page, fake: OllamaFake) -> None:
    fake.fail = NO_SPACE
    await begin(page, NEW)
    pull = page.get_by_test_id("pull").filter(has_text=NEW)
    await expect(pull).to_have_attribute("data-state", "failed", timeout=PATIENCE)
    german = page.viewport_size is not None and page.viewport_size["width"] == 390
    await expect(pull.get_by_test_id("pull-text")).to_contain_text("keinen Platz" if german else "no room")
    await begin(page, "evil.test/a/b")
    await expect(page.get_by_test_id("local-problem")).to_contain_text("PARLEY_OUTBOUND_ALLOW")


async def test_what_is_missing_without_a_network_is_fetched_with_one_button(page: Page, fake: OllamaFake) -> None:
    feature = page.locator('[data-testid=feature][data-name="knowledge"]')
    await expect(feature).to_have_attribute("data-works", "missing", timeout=PATIENCE)
    await page.get_by_test_id("offline-get").click()
    await expect(feature).to_have_attribute("data-works", "works", timeout=PATIENCE)
    await expect(page.get_by_test_id("offline")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    assert EMBED in fake.models


async def test_a_model_in_memory_is_unloaded(page: Page, fake: OllamaFake) -> None:
    fake.load(CHAT)
    await page.get_by_test_id("server-check").click()
    await page.reload()
    await page.get_by_test_id("unload").click()
    await expect(page.get_by_test_id("loaded")).to_have_count(0, timeout=PATIENCE)
    assert fake.loaded == {}
