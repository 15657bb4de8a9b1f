"""A stream that is running ends for whoever lost the right to it, before another word of it comes out; and takes nobody else's along."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import col, select

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.services.audit import AuditLog
from chat_app.services.chat import allowed
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.turns import TurnService
from chat_app.services.groups import GroupService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.people import PeopleService
from chat_app.services.people.leaving import Leaving
from chat_app.services.projects.members import MemberService
from chat_app.services.workspace.folders import FolderService
from tests.services.chat.conftest import make_user
from tests.services.workspace.desk import Stopper


class Runner(Stopper):
    turn_ids: frozenset[str] = frozenset()
    after_turn: Any = None


@dataclass
class Place:
    """A chat of Ada's in a folder of a project, in which Bo reads, who is in a group, and has begun a chat, too."""

    db: Database

    def __post_init__(self) -> None:
        self.ada, self.bo, self.admin = (make_user(self.db, name) for name in ("Ada", "Bo", "Root"))
        self.admin = Actor(self.admin.user_id, "Root", role="admin", permissions=frozenset({"admin.groups", "admin.users"}))
        self.changes, self.hub, runner, audit = ChangeFeed(), TurnHub(), Runner(), AuditLog(self.db, utc_now)
        self.turns = TurnService(self.db, self.hub, self.changes, runner, None, None, None)  # type: ignore[arg-type]
        self.folders = FolderService(self.db, self.changes, runner)
        self.members = MemberService(self.db, audit, self.changes)
        self.groups = GroupService(self.db, audit, self.changes.tell_of_rights)
        self.people = PeopleService(self.db, audit, Leaving(audit, utc_now), self.changes.tell_of_rights, _nothing, lambda _actor: None)
        self.group_id, self.top, self.inner, self.beside = (new_id() for _ in range(4))
        self.chat, self.begun, self.turn_id = (new_id() for _ in range(3))
        self.db.write_now(self._write)

    def _write(self, session: Any) -> None:
        now, ada, bo = utc_now(), self.ada.user_id, self.bo.user_id
        session.add(models.Group(id=self.group_id, name="Team", created_at=now, updated_at=now))
        for id_, parent, name in ((self.top, None, "Top"), (self.inner, self.top, "Inner"), (self.beside, None, "Beside")):
            session.add(models.Folder(id=id_, owner_id=ada, parent_id=parent, name=name, created_at=now))
            session.flush()
        session.add(models.GroupMember(group_id=self.group_id, user_id=bo, added_at=now))
        for id_, owner in ((self.chat, ada), (self.begun, bo)):
            session.add(models.Conversation(id=id_, owner_id=owner, folder_id=self.inner, created_at=now, updated_at=now))
        session.flush()
        session.add(
            models.Turn(
                id=self.turn_id, owner_id=ada, conversation_id=self.chat, kind="send", status="running", model_id="m",
                idempotency_key="k", created_at=now,
            )
        )  # fmt: skip

    async def let_in(self, way: str) -> None:
        who = {"group_id": self.group_id} if "group" in way else {"person_id": self.bo.user_id}
        row = models.FolderMember(id=new_id(), folder_id=self.top, role="editor", created_at=utc_now(), **who)
        self.db.write_now(lambda session: session.add(row))
        self.member_id = row.id

    def place_of(self, chat_id: str) -> str | None:
        return self.db.read_now(
            lambda session: session.exec(select(models.Conversation.folder_id).where(models.Conversation.id == chat_id)).one()
        )

    async def stream(self, actor: Actor) -> AsyncIterator[list[TurnEvent]]:
        async for batch in self.turns.follow(actor, self.turn_id):
            yield batch


async def _nothing(_user_id: str) -> None:
    """No turns to be halted."""


WAYS: dict[str, Callable[[Place], Awaitable[object]]] = {
    "the member is put out": lambda place: place.members.remove(place.ada, place.top, place.member_id),
    "the person leaves": lambda place: place.members.leave(place.bo, place.inner),
    "the person is put out of the group": lambda place: place.groups.remove_members(place.admin, place.group_id, [place.bo.user_id]),
    "the group is deleted": lambda place: place.groups.delete(place.admin, place.group_id),
    "the person gets other groups": lambda place: place.people.set_groups(place.admin, place.bo.user_id, {}),
    "the folder goes elsewhere": lambda place: place.folders.move(place.ada, place.inner, place.beside),
    "the folder is deleted": lambda place: place.folders.delete(place.ada, place.top, keep_chats=False),
    "what is in it moves up": lambda place: place.folders.delete(place.ada, place.top, keep_chats=True),
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_stream_ends_before_another_word(db: Database, way: str) -> None:
    place = Place(db)
    await place.let_in(way)
    feed = place.hub.open(place.turn_id)
    feed.publish(EventType.DELTA, text="one")
    theirs, own = place.stream(place.bo), place.stream(place.ada)
    assert [event.data["text"] for event in await anext(theirs)] == ["one"]
    assert [event.data["text"] for event in await anext(own)] == ["one"]
    await WAYS[way](place)
    feed.publish(EventType.DELTA, text="secret")
    with pytest.raises(NotFoundError):
        await anext(theirs)
    if "folder is deleted" not in way:
        assert [event.data["text"] for event in await anext(own)] == ["secret"]
    assert place.place_of(place.begun) is None, "what Bo began goes along with him"


async def test_what_another_process_took_away_ends_it_a_little_later(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(db)
    await place.let_in("person")
    feed = place.hub.open(place.turn_id)
    feed.publish(EventType.DELTA, text="one")
    theirs = place.stream(place.bo)
    await anext(theirs)
    gone = select(models.FolderMember).where(col(models.FolderMember.id) == place.member_id)
    db.write_now(lambda session: session.delete(session.exec(gone).one()))
    monkeypatch.setattr(allowed, "RECHECK_SECONDS", 0.0)
    feed.publish(EventType.DELTA, text="secret")
    with pytest.raises(NotFoundError):
        await anext(theirs)
