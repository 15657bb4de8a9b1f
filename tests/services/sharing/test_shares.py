"""Exports and share links of a real chat, on both databases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.models import Comparison, Conversation, Message
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.messages import MessageService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.exports.service import ExportService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.sharing.service import ShareService
from tests.services.library.conftest import person


class NothingRuns:
    def stop(self, turn_id: str) -> bool:
        return False


class NoCards:
    async def label(self, model_id: str) -> str:
        return model_id.partition("/")[2]


class NoBlobs:
    async def read(self, sha256: str) -> bytes:
        raise FileNotFoundError(sha256)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def actor(db: Database) -> Actor:
    return person(db)


@pytest.fixture
def chats(db: Database) -> ConversationService:
    return ConversationService(db, ChangeFeed(), NothingRuns())


@pytest.fixture
def exports(db: Database) -> ExportService:
    return ExportService(db, NoCards(), NoBlobs())  # pyright: ignore[reportArgumentType]


@pytest.fixture
def shares(db: Database, exports: ExportService, watch: Watch) -> ShareService:
    return ShareService(db, exports, ChangeFeed(), watch)


def say(db: Database, chat_id: str, role: str, text: str, parent_id: str | None, at: datetime) -> str:
    """Add a message and let its branch be on show."""
    message_id = new_id()

    def write(session) -> None:
        session.add(
            Message(
                id=message_id,
                conversation_id=chat_id,
                parent_id=parent_id,
                role=role,
                text=text,
                model_id="v/model" * (role == "assistant"),
                created_at=at,
            )
        )
        session.flush()
        session.get(Conversation, chat_id).active_leaf_id = message_id

    db.write_now(write)
    return message_id


@pytest.fixture
async def chat_id(chats: ConversationService, db: Database, actor: Actor, watch: Watch) -> str:
    """A question with two answers; the second is on show."""
    made = await chats.create(actor)
    question = say(db, made.id, "user", "Which?", None, watch.now)
    say(db, made.id, "assistant", "First answer", question, watch.now)
    say(db, made.id, "assistant", "Second answer", question, watch.now)
    await chats.rename(actor, made.id, "A choice")
    return made.id


class TestExport:
    async def test_the_branch_on_show_or_all(self, exports: ExportService, actor: Actor, chat_id: str) -> None:
        branch = (await exports.export(actor, chat_id, "markdown", "branch", "en")).data.decode()
        assert "Second answer" in branch
        assert "First answer" not in branch
        assert "model (2/2)" in branch
        both = await exports.export(actor, chat_id, "html", "all", "en")
        assert (both.name, both.media_type) == ("A choice.html", "text/html; charset=utf-8")
        assert both.data.index(b"First answer") < both.data.index(b"Second answer")

    async def test_json_is_complete_and_names_nobody(self, exports: ExportService, db: Database, actor: Actor, chat_id: str) -> None:
        await CanvasService(db, ChangeFeed()).create(actor, chat_id, "A document")
        compared = Comparison(id=new_id(), owner_id=actor.user_id, conversation_id=chat_id, question_id=new_id(), created_at=utc_now())
        db.write_now(lambda session: session.add(compared))
        text = (await exports.export(actor, chat_id, "json", "branch", "en")).data.decode()
        data = json.loads(text)
        assert (data["format"], data["version"], data["conversation"]["title"]) == ("parley-chat", 1, "A choice")
        first = data["messages"][0]
        assert [message["parent_id"] for message in data["messages"]] == [None, first["id"], first["id"]]
        assert set(first) == set(Message.model_fields)
        assert [len(data[name]) for name in ("comparisons", "canvases")] == [1, 1]
        assert [version["text"] for version in data["canvas_versions"]] == ["A document"]
        assert actor.user_id not in text

    async def test_pdf(self, exports: ExportService, actor: Actor, chat_id: str) -> None:
        assert (await exports.export(actor, chat_id, "pdf", "all", "de")).data.startswith(b"%PDF-")

    async def test_many_as_one_zip(self, exports: ExportService, chats: ConversationService, actor: Actor, chat_id: str) -> None:
        other = await chats.create(actor)
        await chats.rename(actor, other.id, "A choice")
        file = await exports.export_many(actor, [chat_id, other.id, chat_id], "markdown", "branch", "en")
        with ZipFile(BytesIO(file.data)) as archive:
            assert archive.namelist() == ["A choice.md", "A choice (2).md"]

    async def test_nobody_else(self, exports: ExportService, db: Database, chat_id: str) -> None:
        other = person(db)
        for call in (exports.export(other, chat_id, "json", "all", "en"), exports.export_many(other, [chat_id], "html", "all", "en")):
            with pytest.raises(NotFoundError):
                await call

    async def test_a_long_chat_is_no_deep_recursion(
        self, exports: ExportService, db: Database, actor: Actor, chat_id: str, watch: Watch
    ) -> None:
        parent = None
        for number in range(1_500):
            parent = say(db, chat_id, "user", f"n{number}", parent, watch.now)
        assert (await exports.export(actor, chat_id, "markdown", "branch", "en")).data.count(b"\n## ") == 1_500


class TestShare:
    async def test_shows_what_there_was(self, shares: ShareService, db: Database, actor: Actor, chat_id: str, watch: Watch) -> None:
        made = await shares.create(actor, chat_id)
        token = made.path.removeprefix("/s/")
        watch.now += timedelta(minutes=1)
        say(db, chat_id, "user", "Later secret", None, watch.now)
        page = await shares.page(token, "en")
        assert "Second answer" in page
        assert "First answer" not in page
        assert "Later secret" not in page

    async def test_all_branches_of_then(self, shares: ShareService, db: Database, actor: Actor, chat_id: str, watch: Watch) -> None:
        token = (await shares.create(actor, chat_id, "all")).path.removeprefix("/s/")
        watch.now += timedelta(minutes=1)
        say(db, chat_id, "user", "Later secret", None, watch.now)
        page = await shares.page(token, "en")
        assert "First answer" in page
        assert "Later secret" not in page

    async def test_ends(self, shares: ShareService, chats: ConversationService, actor: Actor, chat_id: str, watch: Watch) -> None:
        short, endless = await shares.create(actor, chat_id, days=1), await shares.create(actor, chat_id, days=None)
        watch.now += timedelta(days=1, seconds=1)
        with pytest.raises(NotFoundError):
            await shares.page(short.path.removeprefix("/s/"), "en")
        assert [share.active for share in await shares.list(actor, chat_id)] == [True, False]
        token = endless.path.removeprefix("/s/")
        await chats.delete(actor, chat_id)
        with pytest.raises(NotFoundError):
            await shares.page(token, "en")
        await chats.restore(actor, chat_id)
        assert "Second answer" in await shares.page(token, "en")
        await shares.revoke(actor, endless.share.id)
        with pytest.raises(NotFoundError):
            await shares.page(token, "en")

    async def test_a_deleted_message_is_gone_from_the_link(self, shares: ShareService, db: Database, actor: Actor, chat_id: str) -> None:
        token = (await shares.create(actor, chat_id, "all")).path.removeprefix("/s/")
        messages = MessageService(db, ChangeFeed())
        second = (await messages.page(actor, chat_id)).messages[-1]
        await messages.delete(actor, second.id)
        assert "Second answer" not in await shares.page(token, "en")

    async def test_refuses(self, shares: ShareService, chats: ConversationService, db: Database, actor: Actor, chat_id: str) -> None:
        other, empty = person(db), await chats.create(actor)
        made = await shares.create(actor, chat_id)
        with pytest.raises(InvalidInputError):
            await shares.create(actor, chat_id, days=0)
        with pytest.raises(InvalidInputError):
            await shares.create(actor, empty.id)
        for call in (shares.create(other, chat_id), shares.revoke(other, made.share.id), shares.page("guess", "en")):
            with pytest.raises(NotFoundError):
                await call
        assert await shares.list(other) == []
