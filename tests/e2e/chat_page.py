"""The chat page as a person uses it: verbs for the journeys, no assertions on markup."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


class ChatPage:
    """One tab with the chat page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def by_id(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    @property
    def composer(self) -> Locator:
        return self.by_id("composer")

    @property
    def answers(self) -> Locator:
        return self.by_id("message-assistant")

    @property
    def questions(self) -> Locator:
        return self.by_id("message-user")

    async def open(self, path: str = "/") -> None:
        """Go to an address and wait until the server has filled the page."""
        await self.page.goto(path)
        await expect(self.by_id("model-picker")).not_to_have_text("Choose a model")

    async def send(self, text: str) -> None:
        """Write a message and press Enter, or the button where Enter breaks the line."""
        await self.composer.fill(text)
        if await self.page.evaluate("matchMedia('(pointer: coarse)').matches"):
            await self.by_id("send").tap()
        else:
            await self.composer.press("Enter")

    async def ask(self, text: str) -> Locator:
        """Send and wait for the whole answer, which is returned."""
        before = await self.answers.count()
        await self.send(text)
        answer = self.answers.nth(before)
        await expect(answer).to_have_attribute("data-status", "complete")
        return answer

    async def row(self, title: str) -> Locator:
        """The chat's row in the sidebar."""
        return self.by_id("chat-item").filter(has_text=title).first

    async def choose_in_menu(self, title: str, action: str) -> None:
        """Open the menu of a chat's row and choose."""
        item = self.page.locator("li.chat-row").filter(has_text=title).first
        await item.hover()
        await item.get_by_test_id("chat-menu").click()
        await self.by_id(action).click()
