"""Artifacts and documents beside the chat."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.async_api import expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.test_appearance import violations

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "de-DE"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}
PAGE = "say ```html\n<title>Clock</title><p id=p>wait</p><script>p.textContent = 'ran ' + (self.origin === 'null')</script>\n```"
CODE = "".join(f"    step_{number} = radius * {number}\n" for number in range(20))
MORE = f"""```svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Dot</title><circle cx="4" cy="4" r="4"/></svg>
```

```mermaid
flowchart LR
 A --> B
```

```python
def area(radius):
{CODE}    return radius
```"""
NEXT = "say ```html\n<title>Clock</title><p>second</p>\n```"


async def opened(new_context: Callable, device: dict) -> ChatPage:
    chat = ChatPage(await (await new_context(**device)).new_page())
    await chat.open()
    return chat


class TestArtifacts:
    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_a_page_runs_in_no_origin_and_has_versions(self, device: dict, new_context: Callable) -> None:
        chat = await opened(new_context, device)
        await chat.ask(PAGE)
        await chat.ask(NEXT)
        await chat.by_id("open-artifact").first.click()
        await expect(chat.by_id("artifact-version")).to_have_text("1/2")
        frame = chat.page.frame_locator("[data-testid=artifact-frame]")
        await expect(frame.locator("#p")).to_have_text("ran true")
        assert await violations(chat.page) == []
        await chat.by_id("artifact-next").click()
        await expect(frame.locator("p")).to_have_text("second")
        await chat.by_id("artifact-source").check(force=True)
        await expect(chat.by_id("artifact").get_by_test_id("code-block")).to_contain_text("second")
        assert await violations(chat.page) == []
        async with chat.page.expect_download() as waiting:
            await chat.by_id("artifact-download").click()
        assert (await waiting.value).suggested_filename == "Clock.html"
        await chat.by_id("panel-close").click()
        await expect(chat.by_id("panel")).to_be_hidden()

    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_tables_pictures_code_and_documents(self, device: dict, new_context: Callable) -> None:
        chat = await opened(new_context, {**device, "permissions": ["clipboard-read", "clipboard-write"]})
        await chat.ask(f'say ```csv\nname;age\n"A; B";7\n```\n\n```markdown\n# Plan\n\n**Now**\n```\n\n{MORE}')
        await chat.by_id("open-artifact").first.click()
        await expect(chat.by_id("artifact").locator("td")).to_have_text(["A; B", "7"])
        assert await violations(chat.page) == []
        choice = chat.by_id("artifact-choice")
        await choice.select_option(index=2)
        await expect(chat.page.frame_locator("[data-testid=artifact-frame]").locator("circle")).to_have_count(1)
        await choice.select_option(index=3)
        await expect(chat.by_id("artifact").get_by_test_id("diagram")).to_be_visible(timeout=20_000)
        await choice.select_option(index=4)
        await expect(chat.by_id("artifact").get_by_test_id("code-block")).to_contain_text("def area")
        await chat.by_id("artifact-copy").click()
        await expect(chat.by_id("artifact-copy")).to_have_attribute("data-done", "true")
        assert "def area" in await chat.page.evaluate("navigator.clipboard.readText()")
        await choice.select_option(label="Plan")
        await expect(chat.by_id("artifact").locator("strong")).to_have_text("Now")
        await chat.by_id("artifact-canvas").click()
        await expect(chat.by_id("canvas-text")).to_have_value("# Plan\n\n**Now**\n")


class TestCanvas:
    @pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
    async def test_write_rework_look_back(self, device: dict, new_context: Callable) -> None:
        chat = await opened(new_context, device)
        await chat.ask("say Hello")
        await chat.by_id("header-menu").click()
        await chat.by_id("menu-canvas.open").click()
        await expect(chat.by_id("canvas-create")).to_be_visible()
        assert await violations(chat.page) == []
        await chat.by_id("canvas-create").click()
        text = chat.by_id("canvas-text")
        await text.fill("say shorter\nthe rest")
        await expect(chat.by_id("canvas-status")).to_have_attribute("data-status", "saved")
        await text.press("Control+Home")
        await text.press("Shift+End")
        await expect(chat.by_id("canvas-rewriting")).to_be_visible()
        assert await violations(chat.page) == []
        await chat.by_id("canvas-wish").fill("say why?")
        await chat.by_id("canvas-ask").click()
        await expect(chat.by_id("canvas-answer")).to_contain_text("why?")
        await chat.by_id("canvas-answer").get_by_role("button").last.click()
        await expect(text).to_have_value("say shorter\nthe rest")
        await chat.by_id("rewrite-shorter").click()
        await expect(text).not_to_have_value("say shorter\nthe rest")
        changed = await text.input_value()
        assert changed.endswith("\nthe rest")
        await chat.by_id("canvas-history").check(force=True)
        await expect(chat.by_id("canvas-version")).to_have_count(2)
        await chat.by_id("canvas-version").first.click()
        await expect(chat.by_id("canvas-diff").locator("ins, del")).not_to_have_count(0)
        assert await violations(chat.page) == []
        await chat.by_id("canvas-restore").last.click()
        await expect(text).to_have_value("say shorter\nthe rest")

    async def test_two_writers_lose_nothing(self, new_context: Callable) -> None:
        chat = await opened(new_context, DESKTOP)
        await chat.ask("say Hello")
        other = ChatPage(await chat.page.context.new_page())
        await other.page.goto(chat.page.url)
        for page in (chat, other):
            await page.by_id("header-menu").click()
            await page.by_id("menu-canvas.open").click()
            if page is chat:
                await page.by_id("canvas-create").click()
            await expect(page.by_id("canvas-text")).to_be_visible()
        await chat.by_id("canvas-text").fill("first")
        await expect(other.by_id("canvas-text")).to_have_value("first")
        # The other one does not hear of what comes now.
        await other.page.route("**/api/v1/canvases/*", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
        await chat.by_id("canvas-text").fill("mine")
        await expect(chat.by_id("canvas-status")).to_have_attribute("data-status", "saved")
        await other.by_id("canvas-text").fill("theirs")
        await expect(other.by_id("canvas-conflict")).to_be_visible()
        await other.page.unroute("**/api/v1/canvases/*")
        await other.by_id("canvas-conflict").get_by_role("button").last.click()
        await expect(other.by_id("canvas-status")).to_have_attribute("data-status", "saved")
        await expect(chat.by_id("canvas-text")).to_have_value("theirs")
        await chat.by_id("canvas-history").check(force=True)
        await expect(chat.by_id("canvas-version")).to_have_count(1)
