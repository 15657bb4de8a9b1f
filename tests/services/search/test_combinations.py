"""Operators together, and what the sidebar does to chats that are found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.workspace.bulk import BulkService
from chat_app.services.workspace.dto import BulkAction
from chat_app.services.workspace.folders import FolderService
from chat_app.services.workspace.tags import TagService
from tests.services.search.conftest import NOW, Desk
from tests.services.workspace.desk import Stopper

EARLY, LATE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def zoo(desk: Desk) -> Desk:
    """A chat of the past and one of the present, each with a question, a file and an answer; of each one more in the trash."""
    for at, model in ((EARLY, "openai/gpt-3"), (LATE, "google/gemma-3")):
        for deleted_at in (None, NOW):
            chat = desk.chat(f"Zoo {model}", at=at, model_id=model, deleted_at=deleted_at)
            asked = desk.say(chat, f"zoo plan {at.month}", at=at, file="zoo.pdf")
            desk.say(chat, f"zoo answer {at.month}", parent=asked, role="assistant", model=model, at=at)
    return desk


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zoo in:trash before:2026-06", ["Zoo openai/gpt-3", "zoo answer 3", "zoo plan 3", "zoo.pdf"]),
        ("zoo in:trash after:2026-06 has:file", ["zoo plan 9", "zoo.pdf"]),
        ("in:trash has:file before:2026-06", ["zoo plan 3", "zoo.pdf"]),
        ("zoo after:2026-06 -has:file", ["Zoo google/gemma-3", "zoo answer 9"]),
        ("zoo model:gpt", ["Zoo openai/gpt-3", "zoo answer 3"]),
        ("zoo model:gpt-3 after:2026-06", []),
        ("zoo model:gpt in:trash before:2026-06", ["Zoo openai/gpt-3", "zoo answer 3"]),
        ("zoo model:gemma has:file", ["zoo plan 9", "zoo.pdf"]),
        ("zoo answer -model:gpt-3", ["zoo answer 9"]),
        ("zoo answer model:3", ["zoo answer 3", "zoo answer 9"]),
        ("zoo answer model:google/gem", ["zoo answer 9"]),
        ("model:gpt-3", ["Zoo openai/gpt-3"]),
        ("-model:gpt-3", ["Zoo google/gemma-3"]),
        ("model:3 in:trash", ["Zoo google/gemma-3", "Zoo openai/gpt-3"]),
    ],
)
async def test_operators_narrow_together(zoo: Desk, query: str, expected: list[str]) -> None:
    assert sorted(await zoo.shown(query)) == expected


async def test_chats_are_found_where_they_are_moved(desk: Desk) -> None:
    bulk, folders = BulkService(desk.db, ChangeFeed(), Stopper()), FolderService(desk.db, ChangeFeed(), Stopper())
    work, home = await folders.create(desk.actor, "Work"), await folders.create(desk.actor, "Home")
    chat = desk.chat("Plan", folder_id=work.id)
    await bulk.apply(desk.actor, BulkAction("move", (chat,), folder_id=home.id))

    assert await desk.shown("plan folder:work") == []
    assert await desk.shown("plan folder:home") == ["Plan"]
    removal = await folders.delete(desk.actor, home.id, keep_chats=False)
    assert (await desk.shown("plan"), await desk.shown("plan in:trash")) == ([], ["Plan"])
    await folders.restore(desk.actor, removal)
    assert await desk.shown("plan folder:home") == ["Plan"]


async def test_tags_are_found_by_the_names_that_they_have(desk: Desk) -> None:
    tags, chat = TagService(desk.db, ChangeFeed()), desk.chat("Plan")
    tag = await tags.create(desk.actor, "soon")
    await tags.assign(desk.actor, chat, [tag.id])
    await tags.change(desk.actor, tag.id, name="urgent")

    assert (await desk.shown("plan tag:soon"), await desk.shown("plan tag:urgent")) == ([], ["Plan"])
    await tags.assign(desk.actor, chat, [])
    assert await desk.shown("plan tag:urgent") == []


async def test_more_chats_than_are_marked_are_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat_app.services.search.service.MOST_MARKED_CHATS", 2)
    for number in range(4):
        desk.say(desk.chat(f"Plan {number}", favourite=number != 2), f"plan {number}")

    assert sorted(await desk.shown("plan is:favourite")) == ["Plan 0", "Plan 1", "Plan 3", "plan 0", "plan 1", "plan 3"]
