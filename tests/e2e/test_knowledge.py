"""Documents as their person keeps them: taken in, read, found again, put away, and tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import device
from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import PHONE, violations
from tests.fakes.model_server import ModelServer

FILES: dict[str, bytes] = {
    "bees.md": b"# Bees\n\nThe waggle dance of honey bees tells the others where nectar is.",
    "notice.txt": b"Tenants give notice three months before the end of a quarter.",
    "wasps.html": b"<html><body><h1>Wasps</h1><p>Paper wasps build their nests of chewed wood.</p></body></html>",
    "prices.csv": b"fruit,price\napple,3\npear,4\n",
    "broken.pdf": b"%PDF-1.4 and nothing more",
}
DEVICES: list[dict[str, Any]] = [{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}, {**PHONE, "locale": "en-GB"}]


@pytest.fixture(scope="module")
def library(models: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppProcess]:
    """An app of its own, whose documents are found by their words: no model has to be there."""
    build_frontend()
    process = AppProcess(tmp_path_factory.mktemp("library"), models.base_url, PARLEY_EMBEDDING_MODEL="none")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def rest(library: AppProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{library.url}/api/v1", timeout=60) as client:
        yield client
        for in_trash in (False, True):
            items = client.get("/documents", params={"limit": 100, "in_trash": in_trash}).json()["items"]
            client.post("/documents/bulk", json={"verb": "purge", "ids": [item["id"] for item in items]}).raise_for_status()


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in FILES]


async def opened(browser: Browser, library: AppProcess, options: dict[str, Any], path: str = "/knowledge") -> tuple[BrowserContext, Page]:
    context = await browser.new_context(**{**device(library), **options})
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(path)
    await expect(page.get_by_test_id("knowledge")).to_be_visible()
    return context, page


def row(page: Page, name: str) -> Locator:
    return page.get_by_test_id("document").filter(has_text=name)


async def choose(page: Page, name: str, action: str) -> None:
    await row(page, name).get_by_test_id("document-menu").click()
    await page.get_by_test_id(action).click()


def add(rest: httpx.Client, folder_id: str = "", **files: bytes) -> list[str]:
    """Documents of texts, read; their ids."""
    sent = [("files", (f"{name}.txt", text)) for name, text in files.items()]
    added = rest.post("/documents", params={"folder_id": folder_id}, files=sent).raise_for_status().json()["documents"]
    ids = [document["id"] for document in added]
    for _ in range(200):
        if all(rest.get(f"/documents/{id_}").json()["state"] == "ready" for id_ in ids):
            return ids
    raise AssertionError("they were not read")


@pytest.mark.parametrize("options", DEVICES, ids=["desktop", "phone"])
async def test_five_files_come_in_are_read_found_put_away_and_taken_back(
    options: dict[str, Any], browser: Browser, library: AppProcess, rest: httpx.Client, paths: list[Path]
) -> None:
    assert rest.get("/documents").json()["items"] == []
    context, page = await opened(browser, library, options)
    await expect(page.get_by_test_id("documents-empty")).to_be_visible()
    assert await violations(page) == []

    await page.get_by_test_id("document-files").set_input_files(paths)
    await expect(page.get_by_test_id("document")).to_have_count(5)
    for name in ("bees.md", "notice.txt", "wasps.html", "prices.csv"):
        await expect(row(page, name)).to_have_attribute("data-state", "ready")
    await expect(row(page, "broken.pdf")).to_have_attribute("data-state", "failed")
    await expect(row(page, "broken.pdf").get_by_test_id("document-problem")).to_contain_text("damaged")
    await expect(page.get_by_test_id("documents-standing")).to_contain_text("not read: 1")
    await expect(page.get_by_test_id("documents-room")).to_contain_text("used")
    assert await violations(page) == []

    await page.get_by_test_id("tab-search").click()
    await page.get_by_test_id("knowledge-query").fill("Where do bees dance for nectar?")
    await page.get_by_test_id("knowledge-go").click()
    hit = page.get_by_test_id("knowledge-hit").first
    await expect(hit).to_contain_text("waggle dance")
    await expect(hit.locator("mark", has_text="nectar")).to_be_visible()
    await expect(page.locator("[data-testid=search-stages] [data-stage=words]")).to_be_visible()
    await hit.get_by_test_id("why-hit").click()
    assert await violations(page) == []

    await page.get_by_test_id("tab-documents").click()
    await choose(page, "bees.md", "menu-delete")
    await expect(row(page, "bees.md")).to_have_count(0)
    await page.get_by_test_id("documents-trash").click()
    await row(page, "bees.md").get_by_test_id("document-restore").click()
    await expect(row(page, "bees.md")).to_have_count(0)
    await page.get_by_test_id("documents-trash").click()
    await expect(row(page, "bees.md")).to_be_visible()
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    await context.close()


async def test_what_is_done_elsewhere_is_seen_and_undone_here(browser: Browser, library: AppProcess, rest: httpx.Client) -> None:
    context, page = await opened(browser, library, DEVICES[0])
    await expect(page.get_by_test_id("documents-empty")).to_be_visible()
    add(rest, one=b"The first one.", two=b"The second one.")
    await expect(page.get_by_test_id("document")).to_have_count(2)
    for name in ("one.txt", "two.txt"):
        await row(page, name).locator("input[type=checkbox]").check()
    await page.get_by_test_id("selection-delete").click()
    await expect(page.get_by_test_id("documents-empty")).to_be_visible()
    await page.get_by_test_id("undo-delete").click()
    await expect(page.get_by_test_id("document")).to_have_count(2)
    await context.close()


async def test_renamed_switched_off_moved_and_deleted_for_good(browser: Browser, library: AppProcess, rest: httpx.Client) -> None:
    project = rest.post("/folders", json={"name": "Insects"}).json()["id"]
    (document,) = add(rest, one=b"The first one.")
    context, page = await opened(browser, library, DEVICES[0])
    await choose(page, "one.txt", "menu-rename")
    await page.get_by_test_id("document-new-name").fill("ants.txt")
    await page.get_by_test_id("save-document-name").click()
    await expect(row(page, "ants.txt")).to_be_visible()
    await choose(page, "ants.txt", "menu-off")
    await expect(row(page, "ants.txt").get_by_test_id("document-state")).to_have_attribute("data-state", "off")
    await choose(page, "ants.txt", "menu-move")
    await page.get_by_test_id("move-place").select_option(label="Insects")
    await page.get_by_test_id("move-documents").click()
    await expect(row(page, "ants.txt")).to_contain_text("Insects")
    assert rest.get(f"/documents/{document}").json()["folder_id"] == project
    await choose(page, "ants.txt", "menu-log")
    await expect(page.get_by_test_id("document-log")).to_contain_text("File received")
    await page.keyboard.press("Escape")
    await choose(page, "ants.txt", "menu-delete")
    await page.get_by_test_id("documents-trash").click()
    await choose(page, "ants.txt", "menu-purge")
    await page.get_by_test_id("confirm").click()
    await expect(row(page, "ants.txt")).to_have_count(0)
    assert rest.get(f"/documents/{document}").status_code == 404
    rest.delete(f"/folders/{project}")
    await context.close()


async def test_a_text_becomes_a_document_and_an_address_that_is_none_is_refused(
    browser: Browser, library: AppProcess, rest: httpx.Client
) -> None:
    assert rest
    context, page = await opened(browser, library, DEVICES[0])
    await page.get_by_test_id("add-documents").click()
    await page.get_by_test_id("add-text").click()
    await page.get_by_test_id("paste-text").fill("Ants carry fifty times their weight.")
    await page.get_by_test_id("paste-name").fill("ants")
    assert await violations(page) == []
    await page.get_by_test_id("add-now").click()
    await expect(row(page, "ants.md")).to_have_attribute("data-state", "ready")
    await page.get_by_test_id("add-documents").click()
    await page.get_by_test_id("add-address").click()
    await page.get_by_test_id("document-address").fill("http://127.0.0.1/")
    await page.get_by_test_id("add-now").click()
    await expect(page.get_by_test_id("add-address-dialog").get_by_role("status")).not_to_be_empty()
    await context.close()


@pytest.mark.parametrize("options", DEVICES, ids=["desktop", "phone"])
async def test_questions_show_how_well_documents_are_found(
    options: dict[str, Any], browser: Browser, library: AppProcess, rest: httpx.Client
) -> None:
    project = rest.post("/folders", json={"name": "Garden"}).json()["id"]
    add(rest, project, notice=b"Tenants give notice three months before the end of a quarter.", bees=b"Bees dance for nectar.")
    context, page = await opened(browser, library, options, "/knowledge#bench")
    await page.get_by_test_id("add-question").click()
    await page.get_by_test_id("question-text").fill("When do tenants give notice?")
    await page.get_by_test_id("find-passages").click()
    await page.get_by_test_id("choose-hit").first.check()
    assert await violations(page) == []
    await page.get_by_test_id("save-question").click()
    await expect(page.get_by_test_id("bench-question")).to_contain_text("notice.txt")
    await page.get_by_test_id("run-bench").click()
    await expect(page.get_by_test_id("bench-question")).to_have_attribute("data-rank", "1")
    await expect(page.get_by_test_id("hit-rate")).to_contain_text("1 of 1 found")
    await page.get_by_test_id("rate-table").click()
    assert await violations(page) == []
    rest.delete(f"/folders/{project}")
    await context.close()
