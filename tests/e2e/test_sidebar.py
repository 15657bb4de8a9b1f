"""Folders, tags, favourites, archive, trash, selection: with pointer, finger and keys."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, violations
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]


@dataclass
class Desk:
    """The sidebar of one page, and the data behind it through REST."""

    page: ChatPage
    api: httpx.Client

    def folder(self, name: str, parent_id: str = "") -> str:
        return str(self._make("/folders", name=name, parent_id=parent_id)["id"])

    def chat(self, title: str, folder_id: str = "") -> str:
        made = self._make("/conversations", folder_id=folder_id)
        self.api.patch(f"/conversations/{made['id']}", json={"title": title}).raise_for_status()
        return str(made["id"])

    def _make(self, path: str, **body: object) -> dict:
        response = self.api.post(path, json=body)
        response.raise_for_status()
        return response.json()

    async def lies_in(self, chat_id: str, folder_id: str) -> None:
        """The page shows a move ahead of the server; this waits for its word."""
        for _ in range(60):
            if self.api.get(f"/conversations/{chat_id}").json()["folder_id"] == folder_id:
                return
            await asyncio.sleep(0.05)
        raise AssertionError("the chat was not moved")

    def row(self, title: str) -> Locator:
        return self.page.page.locator("li.chat-row").filter(has=self.page.page.get_by_text(title, exact=True))

    def folder_row(self, name: str) -> Locator:
        return self.page.by_id("folder").filter(has=self.page.page.get_by_text(name, exact=True))

    async def menu(self, row: Locator, item: str) -> None:
        await row.click(button="right")
        await self.page.by_id(item).click()

    async def drag(self, source: Locator, target: Locator, part: float = 0.5) -> None:
        """With the mouse; `part` of the target's height is where it ends."""
        mouse, start, end = self.page.page.mouse, await source.bounding_box(), await target.bounding_box()
        assert start
        assert end
        await mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
        await mouse.down()
        await mouse.move(end["x"] + 70, end["y"] + end["height"] * part - 4, steps=4)
        await mouse.move(end["x"] + 70, end["y"] + end["height"] * part, steps=2)
        await mouse.up()


@pytest.fixture
def api(app: AppProcess) -> Iterator[httpx.Client]:
    """The sidebar starts empty: what other tests left goes for ever."""
    with httpx.Client(base_url=f"{app.url}/api/v1", timeout=20) as client:
        empty(client)
        yield client


def empty(client: httpx.Client) -> None:
    """No chat, folder or tag is left."""
    while ids := [
        item["id"] for view in ("all", "archive") for item in client.get("/conversations", params={"view": view}).json()["items"]
    ]:
        client.post("/conversations/bulk", json={"verb": "delete", "ids": ids}).raise_for_status()
    client.delete("/trash").raise_for_status()
    for folder in client.get("/folders").json()["items"]:
        client.delete(f"/folders/{folder['id']}")
    for tag in client.get("/tags").json()["items"]:
        client.delete(f"/tags/{tag['id']}")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(api: httpx.Client, new_context: NewContext) -> AsyncIterator[Desk]:
    page = ChatPage(await (await new_context()).new_page())
    await page.open()
    yield Desk(page, api)
    assert page.errors == []


class TestFolders:
    async def test_make_nest_count_and_begin_a_chat_inside(self, desk: Desk) -> None:
        page = desk.page
        await page.by_id("new-folder").click()
        await page.by_id("folder-name").fill("Work")
        await page.by_id("color-blue").check(force=True)
        await page.by_id("folder-save").click()
        await expect(desk.folder_row("Work")).to_be_focused()
        await desk.menu(desk.folder_row("Work"), "new-folder-here")
        await page.by_id("folder-name").fill("Clients")
        await page.by_id("folder-name").press("Enter")
        await expect(desk.folder_row("Clients")).to_have_attribute("aria-level", "2")
        await desk.folder_row("Clients").hover()
        await desk.folder_row("Clients").get_by_test_id("folder-new-chat").click()
        await expect(page.by_id("new-chat-place")).to_contain_text("Work / Clients")
        await page.page.reload()
        await expect(page.by_id("new-chat-place")).to_contain_text("Work / Clients")
        await page.ask("say filed from the start")
        await expect(page.by_id("new-chat-place")).to_have_count(0)
        await desk.folder_row("Clients").click()
        await expect(desk.row("say filed from the start")).to_have_attribute("aria-level", "3")
        await expect(desk.folder_row("Work").locator(".folder-count")).to_have_text("1")

    async def test_chats_are_dragged_in_and_out(self, desk: Desk) -> None:
        folder, chat = desk.folder("Box"), desk.chat("Drag me")
        desk.chat("Stays here")
        await expect(desk.row("Stays here")).to_be_visible()
        await desk.drag(desk.row("Drag me"), desk.folder_row("Box"))
        await expect(desk.row("Drag me")).to_have_count(0)
        await expect(desk.folder_row("Box").locator(".folder-count")).to_have_text("1")
        await desk.folder_row("Box").click()
        await expect(desk.row("Drag me")).to_have_attribute("aria-level", "2")
        await desk.lies_in(chat, folder)
        await desk.drag(desk.row("Drag me"), desk.row("Stays here"))
        await expect(desk.row("Drag me")).to_have_attribute("aria-level", "1")
        await expect(desk.page.by_id("chat-item")).to_have_count(2)

    async def test_folders_are_dragged_into_each_other_and_between(self, desk: Desk) -> None:
        for name in ("A", "B", "C"):
            desk.folder(name)
        await expect(desk.page.by_id("folder")).to_have_count(3)
        await desk.drag(desk.folder_row("C"), desk.folder_row("A"), 0.1)
        await expect(desk.page.by_id("folder").locator(".folder-name")).to_have_text(["C", "A", "B"])
        await desk.drag(desk.folder_row("C"), desk.folder_row("B"))
        await expect(desk.page.by_id("folder").locator(".folder-name")).to_have_text(["A", "B"])
        await desk.folder_row("B").click()
        await expect(desk.folder_row("C")).to_have_attribute("aria-level", "2")
        # Not into itself: nothing happens.
        await desk.drag(desk.folder_row("B"), desk.folder_row("C"))
        await expect(desk.folder_row("B")).to_have_attribute("aria-level", "1")

    async def test_settings_are_kept_and_told_to_the_model(self, desk: Desk, models: ModelServer) -> None:
        desk.folder("Work")
        await desk.menu(desk.folder_row("Work"), "folder-settings")
        await desk.page.by_id("folder-model").select_option(label="gpt-5-mini")
        await desk.page.by_id("folder-instructions").fill("Answer briefly.")
        await desk.page.by_id("folder-save").click()
        await desk.folder_row("Work").hover()
        await desk.folder_row("Work").get_by_test_id("folder-new-chat").click()
        await expect(desk.page.by_id("model-picker")).to_contain_text("gpt-5-mini")
        await desk.menu(desk.folder_row("Work"), "folder-settings")
        await expect(desk.page.by_id("folder-instructions")).to_have_value("Answer briefly.")
        await desk.page.page.keyboard.press("Escape")
        await desk.page.ask("say in the folder")
        assert models.requests[-1]["model"] == "gpt-5-mini"
        assert models.requests[-1]["messages"][0] == {"role": "system", "content": "Answer briefly."}

    async def test_delete_keeps_or_takes_the_chats_and_is_undone(self, desk: Desk) -> None:
        desk.chat("Inside", desk.folder("Old"))
        await desk.menu(desk.folder_row("Old"), "delete-folder")
        await desk.page.by_id("delete-keep-chats").click()
        await expect(desk.row("Inside")).to_have_attribute("aria-level", "1")
        await desk.page.by_id("undo").click()
        await expect(desk.folder_row("Old").locator(".folder-count")).to_have_text("1")
        await desk.menu(desk.folder_row("Old"), "delete-folder")
        await desk.page.by_id("delete-with-chats").click()
        await expect(desk.folder_row("Old")).to_have_count(0)
        await expect(desk.row("Inside")).to_have_count(0)
        await desk.page.by_id("undo").click()
        await expect(desk.folder_row("Old").locator(".folder-count")).to_have_text("1")

    async def test_open_folders_width_and_collapse_are_remembered(self, desk: Desk, new_context: NewContext) -> None:
        desk.chat("Inside", desk.folder("Open"))
        await desk.folder_row("Open").click()
        await expect(desk.row("Inside")).to_be_visible()
        await desk.page.by_id("sidebar-edge").focus()
        await desk.page.page.keyboard.press("ArrowRight")
        await desk.page.by_id("sidebar-toggle-sidebar").click()
        await expect(desk.page.by_id("new-chat").first).not_to_be_visible()
        other = ChatPage(await (await new_context()).new_page())
        await other.open()
        await expect(other.by_id("folder")).not_to_be_visible()
        await other.by_id("sidebar-toggle-header").click()
        await expect(other.by_id("chat-item")).to_have_text("Inside")
        await expect(other.page.locator("#sidebar")).to_have_css("width", "296px")
        await other.by_id("sidebar-edge").dblclick()

    async def test_chats_and_folders_are_shown_before_the_server_can_push(self, desk: Desk, new_context: NewContext) -> None:
        desk.chat("Early bird")
        desk.folder("Early folder")
        page = await (await new_context()).new_page()
        await page.route_web_socket(re.compile("_event"), lambda _: None)
        await page.goto("/")
        await expect(page.get_by_text("Early bird")).to_be_visible()
        await expect(page.get_by_text("Early folder")).to_be_visible()


class TestKeyboard:
    async def test_the_tree_by_keys(self, desk: Desk) -> None:
        folder, chat = desk.folder("Box"), desk.chat("By keys")
        await expect(desk.row("By keys")).to_be_visible()
        keys = desk.page.page.keyboard
        await desk.folder_row("Box").focus()
        await keys.press("ArrowRight")
        await expect(desk.folder_row("Box")).to_have_attribute("aria-expanded", "true")
        await keys.press("ArrowDown")
        await expect(desk.row("By keys")).to_be_focused()
        await keys.press("Control+x")
        await keys.press("Home")
        await keys.press("Control+v")
        await expect(desk.row("By keys")).to_have_attribute("aria-level", "2")
        await keys.press("ArrowRight")
        await expect(desk.row("By keys")).to_be_focused()
        await desk.lies_in(chat, folder)
        await keys.press("F2")
        await keys.type("Renamed")
        await keys.press("Enter")
        await expect(desk.row("Renamed")).to_be_focused()
        await keys.press("ArrowLeft")
        await expect(desk.folder_row("Box")).to_be_focused()
        await keys.press("ArrowRight")
        await keys.press("Delete")
        await expect(desk.row("Renamed")).to_have_count(0)
        await expect(desk.folder_row("Box")).to_be_focused()

    async def test_move_by_the_menu_key_and_typing(self, desk: Desk) -> None:
        desk.folder("Inner", desk.folder("Outer"))
        desk.chat("Goes deep")
        await expect(desk.row("Goes deep")).to_be_visible()
        await desk.row("Goes deep").focus()
        await desk.page.page.keyboard.press("Shift+F10")
        await desk.page.by_id("move").press("Enter")
        await desk.page.by_id("move-search").fill("inn")
        await expect(desk.page.by_id("move-target")).to_have_count(1)
        await desk.page.by_id("move-search").press("Enter")
        await expect(desk.row("Goes deep")).to_have_count(0)
        await expect(desk.folder_row("Outer").locator(".folder-count")).to_have_text("1")


class TestMany:
    async def test_range_invert_archive_and_undo(self, desk: Desk) -> None:
        for number in range(5):
            desk.chat(f"Number {number}")
        await expect(desk.page.by_id("chat-item")).to_have_count(5)
        await desk.page.by_id("select-mode").click()
        await desk.row("Number 4").click()
        await desk.row("Number 2").click(modifiers=["Shift"])
        await expect(desk.page.by_id("selection-bar")).to_contain_text("3 selected")
        await desk.page.by_id("select-invert").click()
        await expect(desk.page.by_id("selection-bar")).to_contain_text("2 selected")
        await desk.page.by_id("select-archive").click()
        await expect(desk.page.by_id("chat-item")).to_have_text(["Number 4", "Number 3", "Number 2"])
        await desk.page.by_id("view-archive").click()
        await expect(desk.page.by_id("chat-item")).to_have_count(2)
        await desk.page.by_id("undo").click()
        await desk.page.by_id("show-all").click()
        await expect(desk.page.by_id("chat-item")).to_have_count(5)

    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    async def test_a_selection_is_tagged_moved_exported_and_deleted(self, api: httpx.Client, new_context: NewContext, device: dict) -> None:
        page = ChatPage(await (await new_context(**device)).new_page())
        desk = Desk(page, api)
        desk.folder("Box")
        for title in ("One", "Two", "Three"):
            desk.chat(title)
        await page.open()
        if device:
            await page.by_id("sidebar-toggle-header").tap()
        await page.choose_in_menu("Three", "favourite")
        await page.by_id("view-favourites").click()
        await expect(page.by_id("chat-item")).to_have_text(["Three"])
        await page.by_id("view-all").click()

        async def select_two() -> None:
            if await page.by_id("selection-bar").count() == 0:
                await page.by_id("select-mode").click()
            for title in ("One", "Two"):
                await desk.row(title).click()
            await expect(page.by_id("selection-bar")).to_contain_text("2 selected")

        await select_two()
        await page.by_id("select-tags").click()
        await page.by_id("tag-search").fill("later")
        await page.by_id("tag-search").press("Enter")
        await expect(page.by_id("tag-option")).to_be_checked()
        await page.by_id("tags-done").click()
        await expect(page.page.locator(".tag-chip")).to_have_text(["later", "later"])
        await select_two()
        await page.by_id("select-export").click()
        async with page.page.expect_download() as download:
            await page.by_id("export-json").click()
        assert (await download.value).suggested_filename == "parley-chats.zip"
        await page.by_id("select-move").click()
        await page.by_id("move-target").filter(has_text="Box").click()
        await expect(desk.folder_row("Box").locator(".folder-count")).to_have_text("2")
        await desk.folder_row("Box").click()
        await select_two()
        await page.by_id("select-delete").click()
        await expect(page.by_id("chat-item")).to_have_text(["Three"])
        await page.by_id("view-trash").click()
        await expect(page.by_id("chat-item")).to_have_count(2)
        assert page.errors == []

    async def test_tags_are_made_given_filtered_and_renamed(self, desk: Desk) -> None:
        desk.chat("One")
        desk.chat("Two")
        await desk.menu(desk.row("One"), "tags")
        await desk.page.by_id("tag-search").fill("later")
        await desk.page.by_id("tag-search").press("Enter")
        await expect(desk.page.by_id("tag-option")).to_be_checked()
        await desk.page.by_id("tag-edit").click()
        await desk.page.by_id("tag-name").fill("soon")
        await desk.page.by_id("color-green").check(force=True)
        await desk.page.by_id("tag-save").click()
        await desk.page.by_id("tags-done").click()
        await expect(desk.row("One").locator(".tag-chip")).to_have_text("soon")
        await desk.page.by_id("tag-filter").click()
        await desk.page.by_id("filter-tag").check()
        await expect(desk.page.by_id("chat-item")).to_have_text(["One"])
        await desk.page.by_id("filter-tag").uncheck()
        await expect(desk.page.by_id("chat-item")).to_have_count(2)

    async def test_the_trash_restores_and_forgets(self, desk: Desk) -> None:
        for title in ("Back", "Away", "Rest"):
            desk.chat(title)
        await expect(desk.page.by_id("chat-item")).to_have_count(3)
        await desk.page.by_id("select-mode").click()
        await desk.page.by_id("select-all").click()
        await expect(desk.page.by_id("selection-bar")).to_contain_text("3 selected")
        await desk.page.by_id("select-delete").click()
        await desk.page.by_id("view-trash").click()
        await expect(desk.page.by_id("chat-item")).to_have_count(3)
        await desk.menu(desk.row("Back"), "restore")
        await desk.menu(desk.row("Away"), "purge")
        await desk.page.by_id("confirm").click()
        await expect(desk.page.by_id("chat-item")).to_have_text(["Rest"])
        await desk.page.by_id("empty-trash").click()
        await desk.page.by_id("confirm").click()
        await expect(desk.page.by_id("chat-item")).to_have_count(0)
        await desk.page.by_id("show-all").click()
        await expect(desk.page.by_id("chat-item")).to_have_text(["Back"])

    async def test_favourites(self, desk: Desk) -> None:
        desk.chat("Starred", desk.folder("Deep"))
        desk.chat("Plain")
        await desk.folder_row("Deep").click()
        await desk.menu(desk.row("Starred"), "favourite")
        await desk.page.by_id("view-favourites").click()
        await expect(desk.page.by_id("chat-item")).to_have_text(["Starred"])
        await expect(desk.row("Starred").locator(".chat-place")).to_contain_text("Deep")


class TestTwoBrowsers:
    async def test_a_change_in_one_shows_in_the_other(self, desk: Desk, new_context: NewContext) -> None:
        other = ChatPage(await (await new_context()).new_page())
        await other.open()
        desk.folder("Shared")
        desk.chat("Both see it")
        await expect(other.by_id("chat-item")).to_have_text(["Both see it"], timeout=1_000)
        await expect(desk.folder_row("Shared")).to_be_visible()
        await expect(desk.row("Both see it")).to_be_visible()
        await desk.drag(desk.row("Both see it"), desk.folder_row("Shared"))
        await expect(other.by_id("chat-item")).to_have_count(0, timeout=1_000)
        await expect(other.by_id("folder").locator(".folder-count")).to_have_text("1")


class TestPhone:
    async def test_a_held_finger_drags_and_a_short_one_opens_the_menu(self, api: httpx.Client, new_context: NewContext) -> None:
        phone = ChatPage(await (await new_context(**PHONE)).new_page())
        desk = Desk(phone, api)
        folder, chat = desk.folder("Box"), desk.chat("Under the thumb")
        await phone.open()
        await phone.by_id("sidebar-toggle-header").tap()
        await expect(phone.page.locator("#sidebar")).to_have_css("transform", "none")
        await expect(desk.folder_row("Box")).to_be_in_viewport()
        await expect(desk.row("Under the thumb")).to_be_in_viewport()
        await touch_drag(phone.page, desk.row("Under the thumb"), desk.folder_row("Box"))
        await expect(desk.row("Under the thumb")).to_have_count(0)
        await desk.lies_in(chat, folder)
        await desk.folder_row("Box").get_by_test_id("folder-menu").tap()
        await expect(phone.by_id("folder-settings")).to_be_visible()
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert phone.errors == []


async def touch_drag(page: Page, source: Locator, target: Locator) -> None:
    """Hold a finger on a row for a moment, then move it."""
    start, end = await source.bounding_box(), await target.bounding_box()
    assert start
    assert end
    session = await page.context.new_cdp_session(page)
    at = {"x": start["x"] + 90, "y": start["y"] + 20}
    await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    await page.wait_for_timeout(420)
    for share in (0.3, 0.7, 1):
        y = at["y"] + (end["y"] + end["height"] / 2 - at["y"]) * share
        await session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": at["x"], "y": y}]})
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


class TestAccessible:
    async def test_axe_finds_nothing(self, api: httpx.Client, new_context: NewContext) -> None:
        page = ChatPage(await (await new_context()).new_page())
        desk = Desk(page, api)
        desk.chat("Inside", desk.folder("Box"))
        chat = desk.chat("Tagged")
        tag = desk._make("/tags", name="later", color="red")
        api.patch(f"/conversations/{chat}", json={"tag_ids": [tag["id"]], "favourite": True}).raise_for_status()
        await page.open()
        await desk.folder_row("Box").click()
        await expect(desk.row("Inside")).to_be_visible()
        await page.by_id("select-mode").click()
        await desk.row("Inside").click()
        assert await violations(page.page) == []
        for opener, dialog in (("select-move", "move-dialog"), ("select-tags", "tag-dialog")):
            await page.by_id(opener).click()
            await expect(page.by_id(dialog)).to_be_visible()
            assert await violations(page.page) == []
            await page.page.keyboard.press("Escape")
        await page.by_id("select-none").click()
        for item, dialog in (("folder-settings", "folder-dialog"), ("delete-folder", "delete-folder-dialog")):
            await desk.menu(desk.folder_row("Box"), item)
            await expect(page.by_id(dialog)).to_be_visible()
            assert await violations(page.page) == []
            await page.page.keyboard.press("Escape")
            await expect(page.by_id(dialog)).to_have_count(0)
        await expect(page.page.locator(":focus")).to_have_attribute("data-testid", re.compile("folder|composer"))
