"""Canvases of a chat, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError, UpstreamTimeoutError
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.documents.canvas import MAX_TEXT, MAX_VERSIONS, CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, OneModel
from tests.services.library.conftest import person


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = utc_now().replace(microsecond=0)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class NothingRuns:
    def stop(self, turn_id: str) -> bool:
        return False


@pytest.fixture
def actor(db: Database) -> Actor:
    return person(db)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def chats(db: Database) -> ConversationService:
    return ConversationService(db, ChangeFeed(), NothingRuns())


@pytest.fixture
def canvases(db: Database, watch: Watch) -> CanvasService:
    return CanvasService(db, ChangeFeed(), watch)


@pytest.fixture
async def chat_id(chats: ConversationService, actor: Actor) -> str:
    return (await chats.create(actor, model_id=MODEL)).id


class TestWriting:
    async def test_typing_is_one_version_and_a_pause_begins_the_next(
        self, canvases: CanvasService, actor: Actor, chat_id: str, watch: Watch
    ) -> None:
        made = await canvases.create(actor, chat_id, "# The  plan\n\nOne")
        assert (made.title, made.version) == ("The plan", 1)
        typed = await canvases.save(actor, made.id, "One two", made.revision)
        assert (typed.version, typed.text) == (1, "One two")
        watch.now += timedelta(minutes=6)
        later = await canvases.save(actor, made.id, "One two three", typed.revision)
        assert later.version == 2
        assert [version.text for version in await canvases.versions(actor, made.id)] == ["One two three", "One two"]

    async def test_two_writers_lose_nothing(self, canvases: CanvasService, actor: Actor, chat_id: str) -> None:
        made = await canvases.create(actor, chat_id, "One")
        await canvases.save(actor, made.id, "Mine", made.revision)
        with pytest.raises(ConflictError):
            await canvases.save(actor, made.id, "Theirs", made.revision)
        assert (await canvases.get(actor, made.id)).text == "Mine"

    async def test_limits(self, canvases: CanvasService, actor: Actor, chat_id: str) -> None:
        with pytest.raises(InvalidInputError):
            await canvases.create(actor, chat_id, "x" * (MAX_TEXT + 1))
        made = await canvases.create(actor, chat_id, "0")
        for number in range(MAX_VERSIONS + 5):
            made = await canvases.save(actor, made.id, str(number), made.revision, change="shorter")
        assert len(await canvases.versions(actor, made.id)) == MAX_VERSIONS

    async def test_two_pages_at_the_same_moment_lose_nothing(self, canvases: CanvasService, actor: Actor, chat_id: str) -> None:
        made = await canvases.create(actor, chat_id, "one")
        texts = [f"text {number}" for number in range(4)]
        outcomes = await asyncio.gather(*(canvases.save(actor, made.id, text, made.revision) for text in texts), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Canvas", "ConflictError", "ConflictError", "ConflictError"]
        await asyncio.gather(*(canvases.restore_version(actor, made.id, 1) for _ in range(4)))
        assert (await canvases.get(actor, made.id)).version == 5

    async def test_restore_and_diff(self, canvases: CanvasService, actor: Actor, chat_id: str) -> None:
        made = await canvases.create(actor, chat_id, "red")
        await canvases.save(actor, made.id, "blue", made.revision, change="formal")
        restored = await canvases.restore_version(actor, made.id, 1)
        assert (restored.text, restored.version) == ("red", 3)
        assert [(part.kind, part.text) for part in await canvases.diff(actor, made.id, 1, 2)] == [("removed", "red"), ("added", "blue")]

    async def test_rename_delete_restore(self, canvases: CanvasService, actor: Actor, chat_id: str) -> None:
        made = await canvases.create(actor, chat_id)
        await canvases.rename(actor, made.id, " A  title ")
        await canvases.delete(actor, made.id)
        assert await canvases.list(actor, chat_id) == []
        await canvases.restore(actor, made.id)
        assert [item.title for item in await canvases.list(actor, chat_id)] == ["A title"]

    async def test_nobody_else_finds_it(self, canvases: CanvasService, actor: Actor, chat_id: str, db: Database) -> None:
        made, other = await canvases.create(actor, chat_id, "x"), person(db)
        for call in (
            canvases.create(other, chat_id),
            canvases.list(other, chat_id),
            canvases.get(other, made.id),
            canvases.save(other, made.id, "y", made.revision),
            canvases.rename(other, made.id, "y"),
            canvases.versions(other, made.id),
            canvases.diff(other, made.id, 1, 1),
            canvases.restore_version(other, made.id, 1),
            canvases.delete(other, made.id),
            canvases.restore(other, made.id),
        ):
            with pytest.raises(NotFoundError):
                await call

    async def test_goes_with_its_chat(self, canvases: CanvasService, chats: ConversationService, actor: Actor, chat_id: str) -> None:
        made = await canvases.create(actor, chat_id, "x")
        await chats.delete(actor, chat_id)
        with pytest.raises(NotFoundError):
            await canvases.get(actor, made.id)


class TestRewriting:
    def rewriter(self, db: Database, canvases: CanvasService, gateway: ScriptedGateway) -> CanvasRewriter:
        return CanvasRewriter(db, OneModel(gateway), canvases)

    async def test_replaces_the_selection_and_counts_the_cost(
        self, canvases: CanvasService, chats: ConversationService, actor: Actor, chat_id: str, db: Database
    ) -> None:
        gateway = ScriptedGateway(["  Short."])
        made = await canvases.create(actor, chat_id, "Before.\n\nA long {passage}.\n\nAfter.")
        start = made.text.index("A long")
        rewriter = self.rewriter(db, canvases, gateway)
        done = await rewriter.rewrite(actor, made.id, made.revision, start, made.text.index("After."), "shorter")
        assert (done.text, done.version) == ("Before.\n\nShort.\n\nAfter.", 2)
        assert "A long {passage}." in gateway.requests[-1].messages[-1].text
        assert (await canvases.versions(actor, made.id))[0].change == "shorter"
        assert (await chats.get(actor, chat_id)).cost_nano > 0

    async def test_a_question_changes_nothing(self, canvases: CanvasService, actor: Actor, chat_id: str, db: Database) -> None:
        made = await canvases.create(actor, chat_id, "One two")
        answer = await self.rewriter(db, canvases, ScriptedGateway(["Because."])).answer(actor, made.id, made.revision, 0, 3, "Why?")
        assert (answer, (await canvases.get(actor, made.id)).text) == ("Because.", "One two")

    @pytest.mark.parametrize(("start", "end", "instruction"), [(0, 0, "x"), (3, 4, "x"), (0, 99, "x"), (-1, 3, "x"), (0, 3, " ")])
    async def test_refuses(
        self, start: int, end: int, instruction: str, canvases: CanvasService, actor: Actor, chat_id: str, db: Database
    ) -> None:
        made = await canvases.create(actor, chat_id, "One two")
        with pytest.raises(InvalidInputError):
            await self.rewriter(db, canvases, ScriptedGateway(["x"])).rewrite(
                actor, made.id, made.revision, start, end, "instruction", instruction
            )

    async def test_what_was_typed_meanwhile_stays(self, canvases: CanvasService, actor: Actor, chat_id: str, db: Database) -> None:
        made = await canvases.create(actor, chat_id, "One two")
        await canvases.save(actor, made.id, "Other", made.revision)
        with pytest.raises(ConflictError):
            await self.rewriter(db, canvases, ScriptedGateway(["x"])).rewrite(actor, made.id, made.revision, 0, 3, "longer")

    async def test_a_failure_leaves_the_document(self, canvases: CanvasService, actor: Actor, chat_id: str, db: Database) -> None:
        made = await canvases.create(actor, chat_id, "One two")
        with pytest.raises(UpstreamTimeoutError):
            await self.rewriter(db, canvases, ScriptedGateway(["x", UpstreamTimeoutError()])).rewrite(
                actor, made.id, made.revision, 0, 3, "longer"
            )
        assert (await canvases.get(actor, made.id)).text == "One two"
