"""Shows chosen texts as answers of a model, and watches what they try to do."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext, Locator, Page, Request, expect

PATIENCE = 10
TRAP = (
    "window.hits = []; for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { hits.push(name); return null };"
)


class AnswerPage:
    """A tab in which answers are shown; `foreign` are the requests that left for another host."""

    def __init__(self, page: Page, url: str) -> None:
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.context.on("request", self._note)
        self._use(page)

    def _use(self, page: Page) -> None:
        self.page = page
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    @classmethod
    async def open(cls, context: BrowserContext, url: str) -> AnswerPage:
        await context.add_init_script(TRAP)
        return cls(await context.new_page(), url)

    async def begin(self) -> None:
        """Make the tab ready for another test. One in which something went wrong, or that hangs, gives way to a new one."""
        try:
            clean = not (self._is_loaded() and (self.foreign or self.errors or await asyncio.wait_for(self.hits(), PATIENCE)))
        except TimeoutError:
            clean = False
        self.foreign, self.errors = [], []
        if not clean:
            await self.page.close()
            self._use(await self.page.context.new_page())

    async def home(self) -> None:
        """Show a new chat."""
        if self._is_loaded():
            await self.page.get_by_test_id("new-chat").first.click()
        else:
            await self.page.goto("/")
        await expect(self.answers).to_have_count(0)

    async def answered(self, text: str) -> tuple[str, str]:
        """Let the model answer with this text in a new chat; returns the ids of the chat and of the answer."""
        chat = await self._post("/api/v1/conversations", {})
        answer = await self._post(f"/api/v1/conversations/{chat['id']}/messages", {"text": f"say {text}"})
        return chat["id"], answer["id"]

    async def open_answer(self, chat_id: str, answer_id: str) -> Locator:
        """Open the chat by its row, or by its address in an empty tab; returns the element with the answer's markdown."""
        if self._is_loaded():
            await self.row(chat_id).click()
        else:
            await self.page.goto(f"/c/{chat_id}")
        body = self.page.locator(f".messages [data-id='{answer_id}'] .msg-body > .md")
        await expect(body).to_have_count(1)
        return body

    async def show(self, text: str) -> Locator:
        """Open a chat with this one answer; returns the element with its markdown."""
        return await self.open_answer(*await self.answered(text))

    def row(self, chat_id: str) -> Locator:
        return self.page.locator(f"#sidebar a[href='/c/{chat_id}']")

    def _is_loaded(self) -> bool:
        return self.page.url.startswith(f"{self.url}/")

    @property
    def answers(self) -> Locator:
        return self.page.locator("[data-testid=message-assistant] .msg-body > .md")

    async def hits(self) -> list[str]:
        """What ran that must not run."""
        return await self.page.evaluate("[...hits, ...Array.from(frames, (_, at) => `frame ${at}`)]")

    async def _post(self, path: str, body: dict) -> dict:
        answer = await self.page.request.post(f"{self.url}{path}", data=body, headers={"Origin": self.url}, timeout=60_000)
        assert answer.ok, await answer.text()
        return await answer.json()

    def _note(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", f"{self.url.replace('http', 'ws')}/", "data:", "blob:")):
            self.foreign.append(request.url)
