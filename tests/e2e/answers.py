"""Shows chosen texts as answers of a model, and watches what they try to do."""

from __future__ import annotations

from playwright.async_api import BrowserContext, Locator, Page, Request, expect

TRAP = (
    "window.hits = []; for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { hits.push(name); return null };"
)


class AnswerPage:
    """A tab in which answers are shown; `foreign` are the requests that left for another host."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.context.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    @classmethod
    async def open(cls, context: BrowserContext, url: str) -> AnswerPage:
        await context.add_init_script(TRAP)
        return cls(await context.new_page(), url)

    async def answered(self, *texts: str) -> str:
        """Let the model answer with these texts in a new chat; returns the chat's id."""
        chat = await self._post("/api/v1/conversations", {})
        for text in texts:
            await self._post(f"/api/v1/conversations/{chat['id']}/messages", {"text": f"say {text}"})
        return chat["id"]

    async def show(self, text: str) -> Locator:
        """Open a chat with this one answer; returns the element with its markdown."""
        await self.page.goto(f"/c/{await self.answered(text)}")
        body = self.answers.last
        await expect(body).to_have_count(1)
        return body

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
