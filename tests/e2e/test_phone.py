"""The phone: drawer and tabs by hand, the keyboard, the app on the home screen, what other apps share."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import PHONE, in_context
from tests.e2e.test_tabs import Desk
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]
SMALL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8ffff3f0005fe02fea735810a0000000049454e44ae426082"
)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(app: AppProcess) -> Desk:
    desk = Desk(app.url)
    await desk.clear()
    yield desk
    await desk.clear()
    await desk.http.aclose()


async def swipe(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """One finger across the glass."""
    glass = await page.context.new_cdp_session(page)
    point = {"x": start[0], "y": start[1]}
    await glass.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    for part in (0.3, 0.6, 1):
        point = {"x": start[0] + (end[0] - start[0]) * part, "y": start[1] + (end[1] - start[1]) * part}
        await glass.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    await glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await glass.detach()


class TestSwipe:
    async def test_the_drawer_is_pulled_and_pushed(self, desk: Desk, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        sidebar = phone.page.locator("#sidebar")
        await swipe(phone.page, (8, 400), (220, 410))
        await expect(phone.page.locator(".shell")).to_have_attribute("data-drawer", "open")
        await expect(sidebar).to_be_in_viewport()
        await swipe(phone.page, (300, 500), (60, 505))
        await expect(phone.page.locator(".shell")).to_have_attribute("data-drawer", "closed")
        await swipe(phone.page, (200, 400), (360, 400))
        await expect(phone.page.locator(".shell")).to_have_attribute("data-drawer", "closed")

    async def test_the_header_goes_from_tab_to_tab(self, desk: Desk, new_context: NewContext) -> None:
        ids = await desk.tabs("Alpha", "Beta")
        phone = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        await expect(phone.by_id("tab-count")).to_have_text("2")
        await swipe(phone.page, (260, 24), (90, 26))
        await expect(phone.page).to_have_title("Beta · Parley")
        await swipe(phone.page, (120, 24), (290, 24))
        await expect(phone.page).to_have_title("Alpha · Parley")

    async def test_wide_tables_keep_their_own_swipe(self, desk: Desk, new_context: NewContext) -> None:
        columns = "|".join(f" column {number} " for number in range(14))
        table = f"|{columns}|\n|{'---|' * 14}\n|{columns}|"
        ids = [await desk.chat("Alpha", f"say {table}"), await desk.chat("Beta")]
        for conversation_id in ids:
            await desk.http.put(f"/tabs/{conversation_id}")
        phone = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        box = await phone.page.locator("table").bounding_box()
        y = int(box["y"] + box["height"] / 2)
        await swipe(phone.page, (300, y), (60, y))
        await expect(phone.page).to_have_title("Alpha · Parley")


class TestTabs:
    async def test_the_sheet_lists_opens_closes_and_reopens(self, desk: Desk, new_context: NewContext) -> None:
        ids = await desk.tabs("Alpha", "Beta", "Gamma")
        phone = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        await phone.by_id("tab-count").tap()
        await phone.by_id("sheet-tab").filter(has_text="Gamma").tap()
        await expect(phone.page).to_have_title("Gamma · Parley")
        await phone.by_id("tab-count").tap()
        await phone.page.get_by_role("button", name="Close: Beta").tap()
        await expect(phone.by_id("sheet-tab")).to_have_count(2)
        await phone.by_id("tab-reopen").tap()
        await expect(phone.page).to_have_title("Beta · Parley")
        await expect(phone.by_id("tab-sheet")).to_have_count(0)

    async def test_the_sheet_says_what_runs_what_is_unread_and_what_is_pinned(
        self, desk: Desk, new_context: NewContext, models: ModelServer
    ) -> None:
        ids = await desk.tabs("Alpha", "Beta")
        models.hold()
        phone = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        await phone.send("hold")
        await expect(phone.answers.last).to_contain_text("Holding")
        await phone.by_id("tab-count").tap()
        alpha, beta = (phone.by_id("sheet-tab").filter(has_text=title) for title in ("Alpha", "Beta"))
        await phone.page.get_by_role("button", name="Pin: Beta").tap()
        await expect(beta.get_by_role("img", name="Pinned")).to_be_visible()
        await expect(phone.by_id("sheet-tab").first).to_contain_text("Beta")
        await expect(alpha.get_by_role("img", name="An answer is being written")).to_be_visible()
        await beta.tap()
        models.release()
        await expect(phone.by_id("tab-count")).to_have_attribute("data-unread", "true")
        await phone.by_id("tab-count").tap()
        await expect(alpha.get_by_role("img", name="Unread answer")).to_be_visible()
        await alpha.tap()
        await expect(phone.answers.last).to_contain_text("no longer.")


class TestScreen:
    async def test_the_keyboard_does_not_cover_the_composer(self, desk: Desk, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        viewport = await phone.page.get_attribute("meta[name=viewport]", "content")
        assert "interactive-widget=resizes-content" in viewport
        assert "viewport-fit=cover" in viewport
        size = await phone.composer.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 16
        # Where the browser lays the keyboard over the page, as Safari does, the visual viewport says so.
        await phone.page.evaluate(
            "Object.defineProperty(visualViewport, 'height', { value: 500 }); visualViewport.dispatchEvent(new Event('resize'))"
        )
        await expect(phone.page.locator(".desk")).to_have_css("height", "500px")
        box = await phone.composer.bounding_box()
        assert box["y"] + box["height"] <= 500

    async def test_a_banner_and_the_tab_switcher_do_not_overlap(self, desk: Desk, new_context: NewContext) -> None:
        banner = (await desk.http.post("/admin/announcements", json={"text_en": "Maintenance tonight"})).raise_for_status().json()
        phone = await in_context(await new_context(**PHONE))
        await expect(phone.by_id("announcement").filter(has_text="Maintenance tonight")).to_be_visible()
        await phone.by_id("tab-count").tap()
        await expect(phone.by_id("tab-sheet")).to_be_visible()
        await phone.page.keyboard.press("Escape")
        await phone.by_id("dismiss-banner").tap()
        await expect(phone.by_id("announcement")).to_have_count(0)
        await phone.by_id("tab-count").tap()
        await expect(phone.by_id("tab-sheet")).to_be_visible()
        (await desk.http.delete(f"/admin/announcements/{banner['id']}")).raise_for_status()

    async def test_targets_are_large_enough(self, desk: Desk, new_context: NewContext) -> None:
        ids = await desk.tabs("Alpha", "Beta")
        phone = await in_context(await new_context(**PHONE), f"/c/{ids[0]}")
        await phone.by_id("tab-count").tap()
        small = await phone.page.evaluate(
            """() => [...document.querySelectorAll(".tab-count, .sheet button")].filter((e) => {
                const { width, height } = e.getBoundingClientRect();
                return width && (width < 43.5 || height < 43.5);
            }).map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert small == []


class TestInstall:
    async def test_is_offered_once_in_the_drawer(self, desk: Desk, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        offer = (
            "const offer = new Event('beforeinstallprompt'); offer.prompt = () => { window.prompted = true };"
            "offer.userChoice = Promise.resolve({ outcome: 'dismissed' }); dispatchEvent(offer)"
        )
        await phone.page.evaluate(offer)
        await phone.by_id("sidebar-toggle-header").tap()
        await phone.by_id("install-offer").get_by_role("button", name="Install Parley as an app").tap()
        await expect(phone.by_id("install-offer")).to_have_count(0)
        assert await phone.page.evaluate("window.prompted")
        await phone.page.reload()
        await phone.page.evaluate(offer)
        await phone.by_id("sidebar-toggle-header").tap()
        await expect(phone.by_id("new-chat").first).to_be_in_viewport()
        await expect(phone.by_id("install-offer")).to_have_count(0)

    async def test_an_iphone_is_told_how(self, desk: Desk, new_context: NewContext) -> None:
        agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
        phone = await in_context(await new_context(**PHONE, user_agent=agent))
        await phone.by_id("sidebar-toggle-header").tap()
        await phone.by_id("install-offer").get_by_role("button", name="Install Parley as an app").tap()
        await expect(phone.by_id("install-hint")).to_contain_text("Home Screen")


class TestShare:
    async def test_the_app_says_what_it_takes(self, app: AppProcess, desk: Desk) -> None:
        manifest = json.loads((await desk.http.get(f"{app.url}/manifest.webmanifest")).text)
        assert manifest["share_target"]["action"] == "/share-target"
        assert manifest["share_target"]["enctype"] == "multipart/form-data"

    async def test_a_shared_text_and_picture_wait_in_a_new_chat(self, app: AppProcess, desk: Desk, new_context: NewContext) -> None:
        context = await new_context(**PHONE)
        sent = await context.request.post(
            f"{app.url}/share-target",
            multipart={
                "title": "A page",
                "url": "https://example.com/x",
                "files": {"name": "dot.png", "mimeType": "image/png", "buffer": SMALL_PNG},
            },
            headers={"Origin": app.url},
            max_redirects=0,
        )
        assert sent.status == 303
        phone = ChatPage(await context.new_page())
        await phone.open(sent.headers["location"])
        await expect(phone.composer).to_have_value("A page\n\nhttps://example.com/x")
        await expect(phone.page).to_have_url(f"{app.url}/")
        await expect(phone.by_id("tray-item")).to_have_count(1)
        await phone.by_id("tray-remove").tap()
        await phone.composer.fill("")
        await phone.composer.blur()
