"""Looking at documents: pages and text, for whoever may read them now."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.port import Block, DrawnPage, Page, ParsedDocument
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.viewing.dto import TextBlock
from chat_app.services.knowledge.viewing.pictures import DrawnPages
from chat_app.services.knowledge.viewing.service import WIDTHS, step_of
from chat_app.services.knowledge.viewing.windows import LONG, MOST, window_of
from tests.services.knowledge.conftest import House

BEES = "Bees dance.\nWasps do not."


BLOCKS = (
    Block("text", 0, 0, 11, 1, ((1, 10.0, 20.0, 100.0, 30.0),), (0,)),
    Block("text", 0, 12, 25, 2, ((2, 10.0, 20.0, 100.0, 30.0),), (12,)),
)
PAGES = (Page(0, 11, 612, 792), Page(12, 25, 792, 612))
PDF = ParsedDocument(BEES, BLOCKS, PAGES, kind="pdf", media_type="application/pdf", unit="page")


@pytest.fixture
def ada(house: House) -> Actor:
    return house.person()


async def pdf(house: House, actor: Actor, folder_id: str = "") -> str:
    house.reader.finds = PDF
    return (await house.read(actor, "%PDF", "bees.pdf", folder_id)).id


class TestPages:
    async def test_say_how_large_they_are_and_what_stands_on_them(self, house: House, ada: Actor) -> None:
        document = await pdf(house, ada)
        view = await house.parts.viewing.view(ada, document)
        assert (view.is_drawn, view.unit, view.length, view.writable) == (True, "page", 25, True)
        assert [(page.width, page.height, page.start, page.end) for page in view.pages] == [(612, 792, 0, 11), (792, 612, 12, 25)]
        page = await house.parts.viewing.page(ada, document, 2)
        assert (page.page, page.pages, page.width, page.height, page.words) == (2, 2, 792, 612, None)
        assert (await house.parts.viewing.page(ada, document, 2, words=True)).words == (("Bees", 1, 2, 3, 4),)

    async def test_are_drawn_once_at_each_width_by_the_bytes_that_were_read(self, house: House, ada: Actor) -> None:
        document = await pdf(house, ada)
        assert await house.parts.viewing.picture(ada, document, 1, 700) == b"page 1 at 800"
        assert await house.parts.viewing.picture(ada, document, 1, 800) == b"page 1 at 800"
        await house.parts.viewing.picture(ada, document, 1, 900)
        assert house.drawer.asked == [(b"%PDF", 1, 800), (b"%PDF", 1, 1_200)]
        tag = await house.parts.viewing.picture_tag(ada, document, 1, 700)
        assert tag == await house.parts.viewing.picture_tag(ada, document, 1, 800)
        assert tag != await house.parts.viewing.picture_tag(ada, document, 2, 800)

    @pytest.mark.parametrize("number", [0, -1, 3, 10**9])
    async def test_there_are_no_others(self, house: House, ada: Actor, number: int) -> None:
        document = await pdf(house, ada)
        for ask in (house.parts.viewing.picture(ada, document, number, 800), house.parts.viewing.page(ada, document, number)):
            with pytest.raises(NotFoundError) as refused:
                await ask
            assert refused.value.key == "reading.no_such_page"
        assert house.drawer.asked == []

    async def test_why_one_cannot_be_drawn_is_said_and_it_is_tried_again(self, house: House, ada: Actor) -> None:
        document = await pdf(house, ada)
        house.drawer.refusal = FileRefusedError("attachment.broken")
        with pytest.raises(InvalidInputError) as refused:
            await house.parts.viewing.picture(ada, document, 1, 800)
        assert refused.value.key == "attachment.broken"
        house.drawer.refusal = None
        assert await house.parts.viewing.picture(ada, document, 1, 800)

    async def test_a_missing_file_is_no_accident(self, house: House, ada: Actor) -> None:
        document = await pdf(house, ada)
        async for blob in house.blobs.list():
            await house.blobs.delete(blob.sha256)
        with pytest.raises(DocumentNotFoundError) as refused:
            await house.parts.viewing.picture(ada, document, 1, 800)
        assert refused.value.key == "document.file_missing"

    async def test_a_text_has_none(self, house: House, ada: Actor) -> None:
        document = (await house.read(ada, BEES)).id
        assert not (await house.parts.viewing.view(ada, document)).is_drawn
        with pytest.raises(NotFoundError) as refused:
            await house.parts.viewing.picture(ada, document, 1, 800)
        assert refused.value.key == "document.not_drawn"


class TestRights:
    async def test_end_at_once_also_for_what_was_drawn_before(self, house: House, ada: Actor) -> None:
        project, bob = house.project(ada), house.person("Bob")
        document = await pdf(house, ada, project)
        viewing = house.parts.viewing
        asks = (
            lambda: viewing.view(bob, document),
            lambda: viewing.page(bob, document, 1),
            lambda: viewing.picture(bob, document, 1, 800),
            lambda: viewing.picture_tag(bob, document, 1, 800),
            lambda: viewing.text(bob, document, 0, 0),
        )
        house.share(project, bob, "viewer")
        for ask in asks:
            await ask()
        assert not (await viewing.view(bob, document)).writable
        house.share(project, bob, "editor")
        assert (await viewing.view(bob, document)).writable
        house.share(project, bob, "")
        for ask in asks:
            with pytest.raises(DocumentNotFoundError):
                await ask()

    async def test_nothing_is_shown_out_of_the_trash(self, house: House, ada: Actor) -> None:
        document = await pdf(house, ada)
        await house.parts.viewing.picture(ada, document, 1, 800)
        await house.parts.trash.delete(ada, [document])
        for ask in (house.parts.viewing.picture(ada, document, 1, 800), house.parts.viewing.text(ada, document, 0, 0)):
            with pytest.raises(DocumentNotFoundError):
                await ask


class TestText:
    async def test_comes_in_whole_blocks(self, house: House, ada: Actor) -> None:
        document = (await house.read(ada, "# Bees\n\nThey dance 🐝 and hum.\n\n# Wasps\n\nThey do not.", "a.md")).id
        whole = await house.parts.viewing.text(ada, document, 0, 0)
        assert (whole.start, whole.end) == (0, whole.length)
        assert [(block.kind, block.level, whole.text[block.start : block.end]) for block in whole.blocks] == [
            ("heading", 1, "# Bees"), ("text", 0, "They dance 🐝 and hum."), ("heading", 1, "# Wasps"), ("text", 0, "They do not."),
        ]  # fmt: skip
        second, third = whole.blocks[1], whole.blocks[2]
        part = await house.parts.viewing.text(ada, document, second.start + 3, third.start + 1)
        assert (part.start, part.end) == (second.start, third.end)
        assert part.text == whole.text[part.start : part.end]
        assert part.blocks == (second, third)

    async def test_ends_where_the_document_does(self, house: House, ada: Actor) -> None:
        document = (await house.read(ada, BEES)).id
        beyond = await house.parts.viewing.text(ada, document, 10**9, 2 * 10**9)
        assert (beyond.start, beyond.end, beyond.text) == (beyond.length, beyond.length, "")

    async def test_is_not_there_before_it_was_read(self, house: House, ada: Actor) -> None:
        document = (await house.add(ada, BEES)).id
        assert (await house.parts.viewing.view(ada, document)).length == 0
        with pytest.raises(NotFoundError) as refused:
            await house.parts.viewing.text(ada, document, 0, 0)
        assert refused.value.key == "document.not_read"


class TestWindows:
    def test_a_table_that_is_cut_has_its_header_at_its_beginning_only(self) -> None:
        table = TextBlock("table", 1, 0, 200_000, 1)
        start, end, blocks = window_of([table], 200_000, 0, 10_000)
        assert (start, end, blocks) == (0, 10_000, (TextBlock("table", 1, 0, 10_000, 1),))
        start, end, blocks = window_of([table], 200_000, 10_000, 20_000)
        assert blocks == (TextBlock("table", 0, 10_000, 20_000, 1),)

    def test_is_never_too_long(self) -> None:
        blocks = [TextBlock("text", 0, at, at + 1_000, 0) for at in range(0, 1_000_000, 1_001)]
        start, end, _ = window_of(blocks, 1_000_000, 500_500, 10**9)
        assert start <= 500_500 < end
        assert end - start <= MOST + 2 * LONG

    def test_windows_in_a_row_leave_nothing_out(self) -> None:
        blocks = [TextBlock("text", 0, at, at + 990, 0) for at in range(0, 100_000, 1_000)]
        seen, at = list[TextBlock](), 0
        while at < 100_000:
            _, at, found = window_of(blocks, 100_000, at, 0)
            seen += found
        assert seen == blocks


class TestDrawnPages:
    async def test_a_page_that_many_ask_for_is_drawn_once(self) -> None:
        drawn, count, go = DrawnPages(), 0, asyncio.Event()

        async def draw() -> DrawnPage:
            nonlocal count
            count += 1
            await go.wait()
            return DrawnPage(b"x", ())

        first, second = (asyncio.create_task(drawn.get(("a", 1, 800), draw)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        go.set()
        assert (await second).picture == b"x"
        assert count == 1

    async def test_the_oldest_go_when_there_is_no_room(self) -> None:
        drawn, asked = DrawnPages(room=25), list[int]()

        async def ask(page: int) -> None:
            async def draw() -> DrawnPage:
                asked.append(page)
                return DrawnPage(b"0123456789", ())

            await drawn.get(("a", page, 800), draw)

        for page in (1, 2, 1, 3, 1, 2):
            await ask(page)
        assert asked == [1, 2, 3, 2]

    def test_widths_are_few(self) -> None:
        assert [step_of(width) for width in (1, 480, 481, 2_400, 10_000)] == [480, 480, 800, 2_400, 2_400]
        assert sorted(WIDTHS) == list(WIDTHS)
