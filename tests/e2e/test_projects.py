"""A project from its first day to its archive, with somebody who is let in, given another role, and put out while they look at it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.house import House, Opener, house, open_page, show
from tests.e2e.test_appearance import PHONE, violations

__all__ = ["house", "open_page"]
TABS = ("overview", "documents", "chats", "notes", "people", "settings")


async def begin(page: Page, name: str) -> None:
    """From the list to the page of a new project."""
    await page.get_by_test_id("new-project").click()
    await page.get_by_test_id("project-create").click()
    await expect(page.get_by_test_id("new-project-dialog").get_by_role("alert")).to_be_visible()
    await page.get_by_test_id("project-name").fill(name)
    await page.get_by_test_id("project-description").fill("Offers, plans, people")
    await page.get_by_test_id("project-create").click()
    await expect(page.get_by_test_id("project-title")).to_have_text(name)


async def write_note(page: Page) -> None:
    await show(page, "notes")
    await page.get_by_test_id("new-note").click()
    await page.get_by_test_id("note-title").fill("Decided")
    await page.get_by_test_id("note-text").fill("Oak **worktop**")
    await page.get_by_test_id("save-note").click()
    await expect(page.get_by_test_id("note-shown").locator("strong")).to_have_text("worktop")


async def set_up(page: Page) -> None:
    await show(page, "settings")
    await page.get_by_test_id("setting-instructions").fill("Answer briefly.")
    await page.get_by_test_id("color-teal").check(force=True)
    await page.get_by_test_id("setting-template").check()
    await page.get_by_test_id("save-settings").click()
    await expect(page.locator(".project-saved")).to_be_visible()


async def let_in(page: Page, email: str) -> None:
    await show(page, "people")
    await page.get_by_test_id("add-member").click()
    await expect(page.get_by_test_id("add-person").get_by_role("alert")).to_be_visible()
    await page.get_by_test_id("who-field").fill(email)
    await page.get_by_test_id("add-member").click()
    await expect(page.get_by_test_id("member")).to_have_count(2)


async def put_away_and_copy(page: Page, name: str) -> None:
    await show(page, "settings")
    await page.get_by_test_id("archive-project").click()
    await expect(page.locator(".project-head .project-badge")).to_contain_text(["Template", "Archived"])
    await page.get_by_test_id("duplicate").click()
    await page.get_by_test_id("copy-now").click()
    await expect(page.get_by_test_id("project-title")).to_have_text(f"{name} (copy)")
    await page.get_by_test_id("all-projects").click()
    cards = page.get_by_test_id("project-card")
    await expect(cards.filter(has_text=f"{name} (copy)")).to_have_count(1)
    await page.get_by_test_id("view-archived").click()
    await expect(cards.filter(has_text=name)).to_have_count(1)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
async def test_begin_set_share_change_the_role_take_it_away_and_put_it_away(
    open_page: Opener, options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    name = f"Renovation {request.node.callspec.id}"
    ada = await open_page("ada", "/projects", **options)
    await begin(ada, name)
    await set_up(ada)
    await write_note(ada)
    await let_in(ada, "bo@parley.test")

    bo = await open_page("bo", "/projects", **options)
    await bo.get_by_test_id("project-card").filter(has_text=name).get_by_test_id("project-open").click()
    project = bo.get_by_test_id("project")
    await expect(project).to_have_attribute("data-role", "viewer")
    await expect(bo.get_by_test_id("project-new-chat")).to_have_count(0)
    await expect(bo.get_by_test_id("project-share")).to_have_count(0)
    await show(bo, "notes")
    await expect(bo.get_by_test_id("note")).to_have_count(1)
    await expect(bo.get_by_test_id("new-note")).to_have_count(0)
    await show(bo, "settings")
    await expect(bo.get_by_test_id("settings-form")).to_have_count(0)
    await expect(bo.get_by_test_id("project-ending")).to_have_count(0)

    await ada.get_by_test_id("member-role").select_option("editor")
    await expect(project).to_have_attribute("data-role", "editor")
    await expect(bo.get_by_test_id("project-new-chat")).to_be_visible()

    await ada.get_by_test_id("member-remove").click()
    await ada.get_by_test_id("confirm").click()
    await expect(bo.get_by_test_id("project-gone")).to_have_attribute("data-why", "taken")
    await expect(ada.get_by_test_id("member")).to_have_count(1)
    await put_away_and_copy(ada, name)


async def test_of_two_who_write_a_note_nobody_overwrites_the_other_unseen(open_page: Opener, house: House) -> None:
    project = house.project("Two writers")
    with house.rest("ada") as api:
        note = api.post(f"/projects/{project}/notes", json={"title": "Plan", "text": "first"}).json()
        page = await open_page("ada", f"/projects/{project}#notes")
        await page.get_by_test_id("note").click()
        await page.get_by_test_id("edit-note").click()
        await page.get_by_test_id("note-text").fill("mine")
        api.put(f"/projects/notes/{note['id']}", json={"title": "Plan", "text": "theirs", "version": 1}).raise_for_status()
        await page.get_by_test_id("save-note").click()
        conflict = page.get_by_test_id("note-conflict")
        await expect(conflict).to_contain_text("theirs")
        await expect(page.get_by_test_id("note-text")).to_have_value("mine")
        assert await violations(page) == []
        await page.get_by_test_id("keep-mine").click()
        await expect(page.get_by_test_id("note-shown")).to_contain_text("mine")
        assert api.get(f"/projects/notes/{note['id']}").json()["text"] == "mine"
    await page.get_by_test_id("delete-note").click()
    await page.get_by_test_id("undo-note").click()
    await expect(page.get_by_test_id("note")).to_have_count(1)


async def test_every_part_is_accessible_and_nothing_scrolls_sideways(open_page: Opener, house: House) -> None:
    project = house.project("Accessible", description="With a description that is longer than one line of a phone is wide")
    for options in ({}, {**PHONE, "color_scheme": "dark", "locale": "de-DE"}):
        page = await open_page("ada", "/projects", **options)
        await expect(page.get_by_test_id("project-card").first).to_be_visible()
        assert await violations(page) == []
        await page.goto(f"/projects/{project}")
        for tab in TABS:
            await show(page, tab)
            await expect(page.locator(".project-content .skeleton")).to_have_count(0)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
            assert await violations(page) == [], tab


async def test_an_address_of_nothing_says_so_and_shows_the_way_back(open_page: Opener) -> None:
    page = await open_page("ada", "/projects/0198aaaa-0000-7000-8000-000000000000")
    await expect(page.get_by_test_id("project-gone")).to_have_attribute("data-why", "missing")
    await page.get_by_test_id("project-gone").get_by_role("link").click()
    await expect(page.get_by_test_id("projects")).to_be_visible()


async def test_the_menu_of_a_folder_leads_to_its_page_and_to_its_people(open_page: Opener, house: House) -> None:
    house.project("From the sidebar")
    page = await open_page("ada", "/projects")
    folder = page.get_by_role("treeitem").filter(has_text="From the sidebar").first
    await folder.click(button="right")
    await page.get_by_test_id("share-folder").click()
    await expect(page.get_by_test_id("project")).to_have_attribute("data-tab", "people")
    await expect(page.get_by_test_id("project-title")).to_have_text("From the sidebar")


async def test_a_project_goes_out_as_a_file_and_comes_in_again(open_page: Opener, house: House) -> None:
    project = house.project("Round trip")
    page = await open_page("ada", f"/projects/{project}#settings")
    async with page.expect_download() as waiting:
        await page.get_by_test_id("export-project").click()
    file = await (await waiting.value).path()
    await page.get_by_test_id("all-projects").click()
    await page.get_by_test_id("project-file").set_input_files({"name": "x.zip", "mimeType": "application/zip", "buffer": file.read_bytes()})
    await expect(page.get_by_test_id("project-title")).to_contain_text("Round trip")
    assert project not in page.url
