"""The whole desk without a mouse, and keys of one's own."""

from __future__ import annotations

from collections.abc import Callable

from playwright.async_api import BrowserContext, Locator, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.test_appearance import in_context, violations
from tests.e2e.test_settings import usual_settings  # noqa: F401  (leaves the owner as they were found)

NewContext = Callable[..., BrowserContext]


async def shortcut(chat: ChatPage, action: str) -> Locator:
    """The line of an action on the page of shortcuts, which is opened if need be."""
    row = chat.page.locator(f"[data-testid=shortcut][data-action='{action}']")
    if not await row.count():
        await chat.page.keyboard.press("Control+/")
        await expect(row).to_be_visible()
    return row


async def record(chat: ChatPage, action: str, keys: str) -> Locator:
    row = await shortcut(chat, action)
    await row.get_by_test_id("shortcut-change").press("Enter")
    await expect(row.get_by_test_id("recorder-field")).to_be_focused()
    await chat.page.keyboard.press(keys)
    return row


class TestDesk:
    async def test_a_working_hour_without_a_mouse(self, chat: ChatPage) -> None:
        press, write = chat.page.keyboard.press, chat.page.keyboard.type
        await expect(chat.composer).to_be_focused()
        await write("hold")
        await press("Enter")
        await expect(chat.by_id("stop")).to_be_visible()
        await press("Escape")
        await expect(chat.answers.first).to_have_attribute("data-status", "stopped")

        await press("Control+Alt+n")
        await expect(chat.answers).to_have_count(0)
        await write("say by hand")
        await press("Enter")
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")
        await press("Control+Alt+e")
        await expect(chat.by_id("branch-prev").first).to_be_attached()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete")

        await press("Control+Alt+m")
        await expect(chat.by_id("model-search")).to_be_focused()
        await write("gpt-5-mini")
        await press("Enter")
        await expect(chat.by_id("model-picker")).to_contain_text("mini")

        await press("F2")
        await chat.page.keyboard.press("Control+a")
        await write("By hand alone")
        await press("Enter")
        await expect(chat.page).to_have_title("By hand alone · Parley")

        await press("Control+k")
        await write("by hand alone")
        await expect(chat.by_id("palette-option").filter(has_text="By hand alone").first).to_have_attribute("aria-selected", "true")
        await press("Escape")
        await press("Control+,")
        await expect(chat.page).to_have_url("/settings")
        await press("Control+Alt+n")
        await expect(chat.composer).to_be_focused()

    async def test_moves_a_chat_to_a_folder(self, chat: ChatPage) -> None:
        press, write = chat.page.keyboard.press, chat.page.keyboard.type
        await chat.ask("say move me")
        await press("Control+k")
        await write("new folder")
        await press("Enter")
        await expect(chat.by_id("folder-name")).to_be_focused()
        await write("Keyboard work")
        await press("Enter")
        await expect(chat.by_id("folder").filter(has_text="Keyboard work")).to_be_visible()
        await press("Control+k")
        await write("move this chat")
        await press("Enter")
        await expect(chat.by_id("move-search")).to_be_focused()
        await write("keyboard work")
        await press("Enter")
        await expect(chat.by_id("move-search")).to_have_count(0)
        address = chat.page.url.replace("/c/", "/api/v1/conversations/")
        for _ in range(40):
            if (await (await chat.page.request.get(address)).json())["folder_id"]:
                break
            await chat.page.wait_for_timeout(50)
        else:
            raise AssertionError("the chat is in no folder")

    async def test_copies_the_last_answer(self, new_context: NewContext) -> None:
        context = await new_context(permissions=["clipboard-read", "clipboard-write"])
        chat = await in_context(context)
        await chat.ask("say to the clipboard")
        await chat.page.keyboard.press("Control+Alt+c")
        await expect(chat.answers.first.get_by_test_id("copy")).to_have_attribute("data-done", "true")
        assert await chat.page.evaluate("navigator.clipboard.readText()") == "to the clipboard"

    async def test_what_is_typed_is_typed(self, chat: ChatPage) -> None:
        await chat.composer.press("/")
        await chat.composer.press("?")
        await expect(chat.composer).to_have_value("/?")
        # AltGr+E is "€" on a German keyboard and arrives as Ctrl+Alt+E.
        taken = await chat.page.evaluate(
            """() => !document.getElementById("composer").dispatchEvent(new KeyboardEvent("keydown",
                { key: "€", code: "KeyE", ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true }))"""
        )
        assert taken is False


class TestOwnKeys:
    async def test_changed_keys_work_and_the_old_ones_do_not(self, chat: ChatPage) -> None:
        await record(chat, "palette.open", "Control+Alt+p")
        await expect(await shortcut(chat, "palette.open")).to_contain_text("CtrlAltP")
        await expect(chat.by_id("saved")).to_have_text("Saved")
        await chat.page.keyboard.press("Control+k")
        await expect(chat.by_id("command-palette")).to_have_count(0)
        await chat.page.keyboard.press("Control+Alt+p")
        await expect(chat.by_id("command-palette")).to_be_visible()
        await chat.page.keyboard.press("Escape")
        await (await shortcut(chat, "palette.open")).get_by_test_id("shortcut-reset").press("Enter")
        await expect(await shortcut(chat, "palette.open")).to_contain_text("CtrlK")

    async def test_a_conflict_is_shown_and_resolved(self, chat: ChatPage) -> None:
        row = await record(chat, "sidebar.toggle", "Control+k")
        await expect(row.get_by_test_id("recorder-note")).to_have_text("Already used for “Search and commands”.")
        await row.get_by_test_id("recorder-take").press("Enter")
        await expect(await shortcut(chat, "sidebar.toggle")).to_contain_text("CtrlK")
        await expect(await shortcut(chat, "palette.open")).to_contain_text("None")
        await chat.by_id("shortcuts-reset-all").press("Enter")
        await expect(await shortcut(chat, "palette.open")).to_contain_text("CtrlK")
        await expect(await shortcut(chat, "sidebar.toggle")).to_contain_text("CtrlB")

    async def test_keys_of_the_browser_are_warned_about(self, chat: ChatPage) -> None:
        row = await record(chat, "chat.rename", "Control+r")
        await expect(row.get_by_test_id("recorder-note")).to_contain_text("The browser or text fields")
        await chat.page.keyboard.press("Escape")
        await expect(row).to_contain_text("F2")

    async def test_off_is_off_and_search_finds(self, chat: ChatPage) -> None:
        row = await shortcut(chat, "sidebar.toggle")
        await row.get_by_test_id("shortcut-off").press("Enter")
        await expect(row).to_contain_text("None")
        await chat.page.keyboard.press("Control+b")
        await expect(chat.by_id("new-chat").first).to_be_visible()
        await chat.by_id("shortcuts-search").fill("sidebar")
        await expect(chat.by_id("shortcut")).to_have_count(1)

    async def test_axe_finds_nothing_while_keys_are_recorded(self, new_context: NewContext) -> None:
        page = await in_context(await new_context())
        row = await record(page, "sidebar.toggle", "Control+k")
        await expect(row.get_by_test_id("recorder-note")).to_be_visible()
        assert await violations(page.page) == []
