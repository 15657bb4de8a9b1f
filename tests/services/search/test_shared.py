"""Chats of projects that one is in are found like one's own, and not a moment longer than that."""

from __future__ import annotations

import pytest

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.search import service
from tests.services.chat.conftest import make_user
from tests.services.projects.test_rights import share
from tests.services.projects.test_shared_chats import put_out
from tests.services.search.conftest import NOW, Desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    return Desk(desk.db, make_user(desk.db, "Bo"), desk.search)


def folder(desk: Desk, name: str, parent_id: str | None = None) -> str:
    row = models.Folder(id=new_id(), owner_id=desk.actor.user_id, parent_id=parent_id, name=name, created_at=NOW)
    desk.db.write_now(lambda session: session.add(row))
    return row.id


async def found(desk: Desk, text: str) -> set[str]:
    return {hit.conversation_id for hit in (await desk.search.search(desk.actor, text)).hits}


@pytest.mark.parametrize("most", [200, 0])
async def test_found_with_the_rights_of_the_moment(desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(service, "MOST_MARKED_CHATS", most)
    top = folder(desk, "Bees")
    inner = folder(desk, "Hives", top)
    shared = desk.chat("Waggle dance", folder_id=inner)
    desk.say(shared, "The zebra canary sings")
    private = desk.chat("Waggle dance, my own")
    desk.say(private, "The zebra canary, too")
    assert await found(other, "zebra") == set()
    desk.db.write_now(lambda session: share(session, top, other.actor, "viewer"))
    assert await found(other, "zebra") == await found(other, "waggle") == {shared}
    assert await found(desk, "zebra") == {shared, private}
    assert await found(other, "folder:hives") == await found(other, "folder:bees zebra") == {shared}
    begun = other.chat("Answer", folder_id=inner)
    other.say(begun, "A zebra, too")
    assert await found(desk, "zebra") == {shared, private, begun}
    mark = models.ConversationReader(conversation_id=shared, person_id=other.actor.user_id, favourite=True)
    desk.db.write_now(lambda session: session.add(mark))
    assert await found(other, "zebra is:favourite") == {shared}
    assert await found(desk, "zebra is:favourite") == set()
    put_out(desk.db, other.actor)
    assert await found(other, "zebra") == {begun}
    assert await found(other, "folder:hives") == set()


async def test_the_trash_is_everybodys_own(desk: Desk, other: Desk) -> None:
    top = folder(desk, "Bees")
    desk.db.write_now(lambda session: share(session, top, other.actor, "manager"))
    gone = desk.chat("Zebra", folder_id=top, deleted_at=NOW)
    assert await found(desk, "zebra in:trash") == {gone}
    assert await found(other, "zebra in:trash") == await found(other, "zebra") == set()
