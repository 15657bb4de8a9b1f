"""Documents in the panel: the passage on its page or in its text, its passages, and documents that are gone."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import PATIENCE
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import violations
from tests.fakes.pdfs import many_pages

DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "de-DE"}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
PAGES = 8
TEXT = (
    "# Bees 🐝\n\n"
    + "\n\n".join(f"Paragraph {number} says that bees dance in the hive." for number in range(400))
    + "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
)
OPEN = "(detail) => dispatchEvent(new CustomEvent('parley:document', { detail }))"


@dataclass
class Library:
    """The documents of the person at the browser."""

    api: httpx.Client

    def add(self, name: str, content: bytes) -> str:
        """A document that was read; its id."""
        made = self.api.post("/documents", files=[("files", (name, content))]).raise_for_status().json()["documents"][0]
        deadline = time.monotonic() + PATIENCE
        while self.get(f"/documents/{made['id']}")["state"] in {"waiting", "working"} and time.monotonic() < deadline:
            time.sleep(0.2)
        return made["id"]

    def get(self, path: str, **query: Any) -> Any:
        return self.api.get(path, params=query).raise_for_status().json()

    def passages(self, document: str) -> list[dict]:
        return self.get(f"/documents/{document}/chunks", limit=200)["items"]

    def words_in(self, document: str, page: int, box: tuple[float, float, float, float]) -> list[str]:
        """The words whose middle is within a box, in points."""
        left, top, right, bottom = box
        words = self.get(f"/documents/{document}/pages/{page}", words=True)["words"]
        return [text for text, *at in words if left <= (at[0] + at[2]) / 2 <= right and top <= (at[1] + at[3]) / 2 <= bottom]


@pytest.fixture(scope="module")
def library(app: AppProcess) -> Iterator[Library]:
    with httpx.Client(base_url=f"{app.url}/api/v1", timeout=PATIENCE) as api:
        yield Library(api)
        for document in api.get("/documents", params={"limit": 100}).json()["items"]:
            api.delete(f"/documents/{document['id']}").raise_for_status()


@pytest.fixture(scope="module")
def book(library: Library) -> str:
    return library.add("bees.pdf", many_pages(PAGES))


@pytest_asyncio.fixture(loop_scope="session")
async def viewer(new_context: Callable, device: dict) -> AsyncIterator[Viewer]:
    chat = ChatPage(await (await new_context(**device)).new_page())
    await chat.open()
    yield Viewer(chat)


class Viewer:
    """The panel as a person uses it."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.page: Page = chat.page

    def by_id(self, test_id: str) -> Locator:
        return self.chat.by_id(test_id)

    async def open(self, document: str, **place: Any) -> None:
        await self.page.evaluate(OPEN, {"documentId": document, **place})
        await expect(self.by_id("document-viewer")).to_be_visible()

    def sheet(self, number: int) -> Locator:
        return self.page.locator(f'[data-testid=document-page][data-page="{number}"]')

    async def marked(self, number: int) -> tuple[float, float, float, float]:
        """From the first mark to the last one on a page, in points of the page."""
        sheet, size = await self.sheet(number).bounding_box(), (612, 792)
        assert sheet
        marks = [box for mark in await self.sheet(number).get_by_test_id("highlight").all() if (box := await mark.bounding_box())]
        scale = size[0] / sheet["width"]
        assert abs(sheet["height"] * scale - size[1]) < 2
        return (
            min(box["x"] - sheet["x"] for box in marks) * scale,
            min(box["y"] - sheet["y"] for box in marks) * scale,
            max(box["x"] + box["width"] - sheet["x"] for box in marks) * scale,
            max(box["y"] + box["height"] - sheet["y"] for box in marks) * scale,
        )


@DEVICES
class TestPages:
    async def test_a_passage_is_marked_on_its_page_and_seen(self, viewer: Viewer, library: Library, book: str) -> None:
        passage = next(each for each in library.passages(book) if each["page"] >= 4)
        await viewer.open(book, chunkId=passage["id"])
        number = passage["page"]
        await expect(viewer.sheet(number)).to_have_attribute("data-state", "drawn")
        await expect(viewer.sheet(number).get_by_test_id("highlight").first).to_be_in_viewport()
        await expect(viewer.by_id("page-field")).to_have_value(str(number))
        words = library.words_in(book, number, await viewer.marked(number))
        own = [box for box in passage["boxes"] if box[0] == number]
        assert len(words) == sum(len(library.words_in(book, number, tuple(box[1:]))) for box in own)
        assert set(words) <= set(passage["text"].split())
        assert await violations(viewer.page) == []
        panel = await viewer.by_id("panel").bounding_box()
        width = viewer.page.viewport_size["width"]
        assert panel
        assert panel["width"] == width if width < 860 else 400 < panel["width"] < width / 2

    async def test_pages_are_gone_to_made_larger_and_left(self, viewer: Viewer, book: str) -> None:
        await viewer.open(book)
        await expect(viewer.sheet(1)).to_have_attribute("data-state", "drawn")
        await expect(viewer.sheet(PAGES)).to_have_attribute("data-state", "waiting")
        await viewer.by_id("page-field").fill("6")
        await viewer.by_id("page-field").press("Enter")
        await expect(viewer.sheet(6)).to_be_in_viewport(ratio=0.3)
        await expect(viewer.sheet(6)).to_have_attribute("data-state", "drawn")
        before = await viewer.sheet(6).bounding_box()
        await viewer.by_id("zoom-in").click()
        await expect(viewer.by_id("page-field")).to_have_value("6")
        after = await viewer.sheet(6).bounding_box()
        assert before
        assert after
        assert after["width"] > before["width"]
        await viewer.page.keyboard.press("0")
        await expect(viewer.by_id("zoom-fit")).to_have_attribute("aria-pressed", "true")
        await viewer.page.keyboard.press("-")
        await expect(viewer.by_id("zoom-fit")).to_have_attribute("aria-pressed", "false")
        await viewer.page.keyboard.press("Escape")
        await expect(viewer.by_id("panel")).to_be_hidden()

    async def test_one_goes_from_cited_passage_to_cited_passage(self, viewer: Viewer, library: Library, book: str) -> None:
        first, *_, last = library.passages(book)
        places = [
            {"chunkId": each["id"], "page": each["page"], "start": each["start"], "end": each["end"], "boxes": each["boxes"]}
            for each in (first, last)
        ]
        await viewer.open(book, **places[0], passages=places)
        await expect(viewer.sheet(first["page"]).get_by_test_id("highlight").first).to_be_in_viewport()
        await viewer.by_id("passage-next").click()
        await expect(viewer.sheet(last["page"]).get_by_test_id("highlight").first).to_be_in_viewport()
        assert await viewer.sheet(first["page"]).get_by_test_id("highlight").count() == (1 if first["page"] == last["page"] else 0)
        await viewer.by_id("passage-previous").click()
        await expect(viewer.sheet(first["page"]).get_by_test_id("highlight").first).to_be_in_viewport()

    async def test_the_same_document_as_text(self, viewer: Viewer, library: Library, book: str) -> None:
        passage = library.passages(book)[-1]
        await viewer.open(book, chunkId=passage["id"])
        await viewer.by_id("document-tab-text").check(force=True)
        await expect(viewer.by_id("highlight").first).to_be_in_viewport()
        assert (await viewer.by_id("highlight").first.inner_text()).split()[:4] == passage["text"].split()[:4]


@DEVICES
class TestText:
    async def test_the_mark_goes_across_paragraphs_far_down(self, viewer: Viewer, library: Library) -> None:
        document = library.add("bees.md", TEXT.encode())
        text = library.get(f"/documents/{document}/text", start=0, end=60_000)["text"]
        start, end = text.index("says", text.index("Paragraph 250")), text.index("bees", text.index("Paragraph 252"))
        await viewer.open(document, start=start, end=end)
        marks = viewer.by_id("highlight")
        await expect(marks.first).to_be_in_viewport()
        assert " ".join(await marks.all_inner_texts()).split() == text[start:end].split()
        assert await violations(viewer.page) == []

    async def test_what_comes_next_is_loaded_when_one_gets_there(self, viewer: Viewer, library: Library) -> None:
        document = library.add("bees.md", TEXT.encode())
        await viewer.open(document)
        scroller = viewer.page.locator("[data-scroller]")
        await expect(scroller).to_contain_text("Paragraph 0 ")
        for _ in range(20):
            await scroller.evaluate("(element) => element.scrollTo(0, element.scrollHeight)")
            if "Paragraph 399" in await scroller.inner_text():
                break
            await viewer.page.wait_for_timeout(200)
        await expect(scroller).to_contain_text("Paragraph 399")
        assert (await scroller.inner_text()).count("Paragraph 200 ") == 1


@DEVICES
class TestPassages:
    async def test_are_corrected_switched_off_and_taken_back(self, viewer: Viewer, library: Library, device: dict) -> None:
        # The same bytes would be the same document, as the other device left it.
        document = library.add("wasps.md", f"# Wasps\n\nWasps do not dance in {device['locale']}.".encode())
        await viewer.open(document)
        await viewer.by_id("document-tab-passages").check(force=True)
        passage = viewer.by_id("passage")
        await viewer.by_id("passage-edit").click()
        await viewer.by_id("passage-text").fill("Wasps never dance.")
        await viewer.by_id("passage-save").click()
        await expect(passage).to_have_attribute("data-edited", "true")
        await expect(passage).to_contain_text("Wasps never dance.")
        assert await violations(viewer.page) == []
        await viewer.by_id("passage-switch").click()
        await expect(passage).to_have_attribute("data-enabled", "false")
        await viewer.by_id("passage-reset").click()
        await expect(passage).to_have_attribute("data-edited", "false")
        (kept,) = library.passages(document)
        assert (kept["enabled"], kept["edited"]) == (False, False)
        assert "do not dance" in kept["text"]
        await viewer.by_id("passage-edit").click()
        await viewer.by_id("passage-text").fill(" ")
        await viewer.by_id("passage-text").press("Escape")
        await expect(viewer.by_id("passage-text")).to_be_hidden()
        await expect(viewer.by_id("document-viewer")).to_be_visible()


@pytest.mark.parametrize("device", [DESKTOP], ids=["desktop"])
class TestStates:
    async def test_what_is_gone_says_so(self, viewer: Viewer, library: Library) -> None:
        document = library.add("gone.md", b"Bees.")
        library.api.delete(f"/documents/{document}").raise_for_status()
        await viewer.open(document)
        await expect(viewer.by_id("document-gone")).to_be_visible()
        await viewer.page.keyboard.press("Escape")
        await expect(viewer.by_id("panel")).to_be_hidden()

    async def test_a_file_that_cannot_be_read_says_what_to_do(self, viewer: Viewer, library: Library) -> None:
        document = library.add("broken.pdf", many_pages(1)[:400])
        await viewer.open(document)
        await expect(viewer.by_id("document-problem")).to_contain_text(library.get(f"/documents/{document}/pages")["problem"])
        await expect(viewer.by_id("document-log")).to_be_visible()
        assert await violations(viewer.page) == []

    async def test_a_passage_that_is_gone_leaves_the_document(self, viewer: Viewer, book: str) -> None:
        await viewer.open(book, chunkId="00000000-0000-7000-8000-000000000000")
        await expect(viewer.by_id("document-viewer")).to_contain_text("The passage is no longer in this document")
        await expect(viewer.sheet(1)).to_have_attribute("data-state", "drawn")


@DEVICES
class TestAddress:
    async def test_a_passage_has_one_of_its_own(self, viewer: Viewer, library: Library, book: str) -> None:
        passage = library.passages(book)[-1]
        await viewer.page.goto(f"/knowledge?document={book}&passage={passage['id']}&q=bees")
        await expect(viewer.sheet(passage["page"]).get_by_test_id("highlight").first).to_be_in_viewport()
        await expect(viewer.by_id("document-tab")).to_have_attribute("href", f"/knowledge?document={book}&passage={passage['id']}")
        await viewer.by_id("panel-close").click()
        await expect(viewer.by_id("panel")).to_be_hidden()
        assert "document=" not in viewer.page.url
        await viewer.open(book)
        assert f"document={book}" in viewer.page.url
