"""What two pages of one person do at the same moment; on PostgreSQL their transactions really run side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace.errors import FolderInItselfError, FolderNotFoundError
from chat_app.services.workspace.tabs import DeskTabs
from tests.services.workspace.desk import Desk


async def test_two_folders_are_never_put_into_each_other(desk: Desk) -> None:
    for number in range(5):
        one, other = await desk.folder(f"One {number}"), await desk.folder(f"Other {number}")
        outcomes = await asyncio.gather(
            desk.folders.move(desk.actor, one.id, other.id), desk.folders.move(desk.actor, other.id, one.id), return_exceptions=True
        )
        assert sorted(type(outcome) for outcome in outcomes if outcome) == [FolderInItselfError]
        assert sorted((await desk.names()).values()).count("") == number + 1


async def test_a_tag_is_made_and_put_on_a_chat_once(desk: Desk) -> None:
    made = await asyncio.gather(*(desk.tags.create(desk.actor, "Same") for _ in range(6)))
    assert len({tag.id for tag in made}) == 1
    chat = desk.chat()
    results = await asyncio.gather(*(desk.do("tag", chat, tag_id=made[0].id) for _ in range(6)))
    assert sum(result.count for result in results) == 1


async def test_tabs_are_opened_closed_and_opened_again(desk: Desk) -> None:
    tabs, chats = DeskTabs(desk.db, desk.changes), [desk.chat() for _ in range(12)]
    await asyncio.gather(*(tabs.open(desk.actor, chat) for chat in chats * 2))
    assert len((await tabs.desk(desk.actor)).tabs) == 12
    await asyncio.gather(*(tabs.close(desk.actor, chat, "others") for chat in chats[:4]), *(tabs.reopen(desk.actor) for _ in range(6)))


@pytest.mark.parametrize("model_id", ["", "test/model"])
async def test_a_chat_begins_in_no_folder_of_anybody_else(desk: Desk, make_desk: Callable[[str], Desk], model_id: str) -> None:
    foreign, gone = await make_desk("Bob").folder(), await desk.folder()
    await desk.folders.delete(desk.actor, gone.id, keep_chats=True)
    for folder_id in (foreign.id, gone.id, new_id()):
        with pytest.raises(FolderNotFoundError):
            await desk.conversations.create(desk.actor, model_id=model_id, folder_id=folder_id)
