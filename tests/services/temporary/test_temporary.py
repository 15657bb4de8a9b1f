"""Chats that nothing is left of."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError, LimitReachedError, NotFoundError
from chat_app.integrations.llm.port import Finished, FinishReason, LlmEvent, LlmRequest, TextDelta
from chat_app.services.chat.errors import TurnRunningError
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import TurnHub
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.limits.ports import NoLimits
from chat_app.services.temporary import TemporaryChats, store
from tests.services.chat.conftest import OneModel
from tests.waiting import eventually

CANARY = "xylophoncanary"
NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Echo:
    """Says what was said last; waits for `gate` in the middle, and fails when told so."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[LlmRequest] = []
        self.fails = False
        self.waiting = False

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        self.asked.append(request)
        yield TextDelta("You said: ")
        self.waiting = True
        await self.gate.wait()
        if self.fails:
            raise ValueError(request.messages[-1].text)
        yield TextDelta(request.messages[-1].text)
        yield Finished(FinishReason.STOP)


class Models(OneModel):
    """Knows its one model, and no other."""

    async def require(self, actor: Actor, *model_ids: str) -> None:
        if set(model_ids) - {"test/model"}:
            raise NotFoundError


class Counting(NoLimits):
    """Counts what runs; refuses when it is told so."""

    def __init__(self) -> None:
        self.running = 0
        self.full = False

    async def begin_aside(self, actor: Actor) -> None:
        if self.full:
            raise LimitReachedError
        self.running += 1

    def end_aside(self, actor: Actor) -> None:
        self.running -= 1


class House:
    def __init__(self, db: Database) -> None:
        self.db, self.echo, self.limits, self.now = db, Echo(), Counting(), [NOW]
        models_ = Models(gateway=self.echo)  # type: ignore[arg-type]
        self.chats = TemporaryChats(db, TurnHub(), models_, models_, self.limits, lambda: self.now[0])  # type: ignore[arg-type]

    async def person(self, name: str) -> Actor:
        id_, session_id = new_id(), new_id()

        def insert(session) -> None:
            session.add(models.User(id=id_, name=name, created_at=NOW))
            session.flush()
            session.add(models.LoginSession(id=session_id, user_id=id_, token_hash=id_, created_at=NOW, last_seen_at=NOW))

        await self.db.write(insert)
        return Actor(id_, name, session_id=session_id)

    async def ask(self, actor: Actor, chat_id: str, text: str) -> list:
        await self.chats.send(actor, chat_id, text)
        return [event async for batch in self.chats.follow(actor, chat_id) for event in batch]

    def dump(self) -> str:
        tables = SQLModel.metadata.sorted_tables
        return self.db.read_now(lambda s: "".join(repr(row) for table in tables for row in s.connection().execute(table.select())))


@pytest.fixture
async def house(db: Database) -> AsyncIterator[House]:
    house = House(db)
    yield house
    await house.chats.close()


async def test_a_chat_answers_as_any_other_and_nothing_of_it_is_kept(house: House, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    own = await house.person("own")
    chat = await house.chats.create(own)
    events = await house.ask(own, chat.id, f"Say {CANARY}")
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert (events[0].type, events[-1].type) == (EventType.STARTED, EventType.COMPLETED)
    assert events[-1].data["message"].text == f"You said: Say {CANARY}"
    await house.ask(own, chat.id, "And again")
    assert [message.text for message in house.echo.asked[-1].messages] == [f"Say {CANARY}", f"You said: Say {CANARY}", "And again"]
    assert [message.role for message in house.chats.get(own, chat.id).messages] == ["user", "assistant"] * 2
    await house.chats.close()
    assert CANARY not in house.dump()
    assert CANARY not in caplog.text
    for table in ("conversations", "messages", "turns", "search_entries"):
        assert house.db.read_now(lambda s, t=table: s.connection().exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one()) == 0
    used = house.db.read_now(lambda s: s.connection().exec_driver_sql("SELECT sum(tokens), sum(cost_nano) FROM usage_days").one())
    assert used[0] > 10
    assert used[1] > 0
    assert house.limits.running == 0


async def test_an_error_with_the_text_in_it_stays_out_of_the_log(house: House, caplog: pytest.LogCaptureFixture):
    own = await house.person("own")
    chat = await house.chats.create(own)
    house.echo.fails = True
    events = await house.ask(own, chat.id, CANARY)
    assert events[-1].data["message"].error_key == "error.unexpected"
    assert CANARY not in caplog.text
    assert "ValueError" in caplog.text


async def test_only_whoever_opened_it_in_the_same_login_session_sees_a_chat(house: House):
    own, other = await house.person("own"), await house.person("other")
    chat = await house.chats.create(own)
    elsewhere = Actor(own.user_id, session_id=new_id())
    for actor in (other, elsewhere):
        with pytest.raises(NotFoundError):
            house.chats.get(actor, chat.id)
        with pytest.raises(NotFoundError):
            await house.chats.send(actor, chat.id, "x")
        with pytest.raises(NotFoundError):
            house.chats.close_chat(actor, chat.id)
    assert house.chats.get(own, chat.id).messages == ()


async def test_a_chat_ends_an_hour_after_its_last_use(house: House):
    own = await house.person("own")
    chat = await house.chats.create(own)
    house.now[0] += timedelta(minutes=59)
    house.chats.get(own, chat.id)
    house.now[0] += timedelta(minutes=59)
    house.chats.get(own, chat.id)
    house.now[0] += timedelta(minutes=60)
    with pytest.raises(NotFoundError):
        house.chats.get(own, chat.id)


async def test_a_chat_ends_with_its_login_session_and_its_answer_with_it(house: House):
    own, other = await house.person("own"), await house.person("other")
    chat, others = await house.chats.create(own), await house.chats.create(other)
    house.echo.gate.clear()
    await house.chats.send(own, chat.id, "Wait")
    task = house.chats._store._chats[chat.id].task
    statement = f"UPDATE login_sessions SET revoked_at = '2026-05-01 00:00:00' WHERE user_id = '{own.user_id}'"
    await house.db.write(lambda session: session.connection().exec_driver_sql(statement))
    await house.chats.sweep()
    with pytest.raises(NotFoundError):
        house.chats.get(own, chat.id)
    assert house.chats.get(other, others.id).id == others.id
    assert task is not None
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(0)
    assert house.limits.running == 0


async def test_one_answer_at_a_time_and_stopping_keeps_what_came(house: House):
    own = await house.person("own")
    chat = await house.chats.create(own)
    house.echo.gate.clear()
    await house.chats.send(own, chat.id, "Wait")
    with pytest.raises(TurnRunningError):
        await house.chats.send(own, chat.id, "At once")
    assert house.limits.running == 1
    await eventually(lambda: house.echo.waiting)
    house.chats.stop(own, chat.id)
    events = [event async for batch in house.chats.follow(own, chat.id) for event in batch]
    assert events[-1].data["status"] == "stopped"
    assert [message.text for message in house.chats.get(own, chat.id).messages] == ["Wait", "You said: "]


async def test_an_answer_stopped_before_its_first_step_ends_all_the_same(house: House):
    own = await house.person("own")
    chat = await house.chats.create(own)
    await house.chats.send(own, chat.id, "Wait")
    house.chats.stop(own, chat.id)
    assert [event async for batch in house.chats.follow(own, chat.id) for event in batch]
    assert house.limits.running == 0


async def test_limits_hold_and_sizes_end_somewhere(house: House, monkeypatch: pytest.MonkeyPatch):
    own = await house.person("own")
    chat = await house.chats.create(own)
    house.limits.full = True
    with pytest.raises(LimitReachedError):
        await house.chats.send(own, chat.id, "Hello")
    assert house.chats.get(own, chat.id).messages == ()
    house.limits.full = False
    monkeypatch.setattr(store, "MAX_CHARS", 20)
    with pytest.raises(InvalidInputError):
        await house.chats.send(own, chat.id, "x" * 21)
    with pytest.raises(NotFoundError):
        await house.chats.send(own, chat.id, "x", "other/model")
    monkeypatch.setattr(store, "MOST_CHATS", 10)
    more = [await house.chats.create(own) for _ in range(10)]
    with pytest.raises(NotFoundError):
        house.chats.get(own, chat.id)
    assert house.chats.get(own, more[0].id)
    with pytest.raises(InvalidInputError):
        await house.chats.create(await house.person("other"))


async def test_the_chats_of_somebody_who_is_gone_are_gone(house: House):
    own = await house.person("own")
    chat = await house.chats.create(own)
    house.chats.forget(own.user_id)
    with pytest.raises(NotFoundError):
        house.chats.get(own, chat.id)
