"""Transactions: committed, rolled back, shared commits, both engines."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session, func, select

from chat_app.db import Database
from chat_app.models import User
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.waiting import PATIENCE, eventually


def add_user(name: str = "Ada") -> User:
    return User(id=new_id(), name=name, created_at=utc_now())


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(User)).one()


class TestWrite:
    async def test_commits_and_returns(self, db: Database) -> None:
        def add(session: Session) -> str:
            user = add_user()
            session.add(user)
            return user.id

        user_id = await db.write(add)
        assert await db.read(lambda session: session.get(User, user_id)) is not None

    async def test_rolls_back_what_raises(self, db: Database) -> None:
        def add_and_fail(session: Session) -> None:
            session.add(add_user())
            session.flush()
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            await db.write(add_and_fail)
        assert await db.read(count) == 0
        await db.write(lambda session: session.add(add_user()))
        assert await db.read(count) == 1

    async def test_one_failure_among_many_takes_nothing_along(self, db: Database) -> None:
        gate = threading.Event()

        def add(session: Session, number: int) -> int:
            gate.wait(PATIENCE)
            session.add(add_user(str(number)))
            session.flush()
            if number % 3 == 0:
                raise ValueError(number)
            return number

        tasks = [asyncio.create_task(db.write(lambda session, number=number: add(session, number))) for number in range(60)]
        await asyncio.sleep(0.05)
        gate.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result) is int for result in results] == [number % 3 != 0 for number in range(60)]
        assert await db.read(count) == 40

    async def test_a_caller_that_left_disturbs_nobody(self, db: Database) -> None:
        begun, gate = threading.Event(), threading.Event()

        def add_late(session: Session) -> None:
            begun.set()
            gate.wait(PATIENCE)
            session.add(add_user())

        left = asyncio.create_task(db.write(add_late))
        others = [asyncio.create_task(db.write(lambda session: session.add(add_user()))) for _ in range(5)]
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        left.cancel()
        gate.set()
        await asyncio.gather(*others)

        async def all_there() -> bool:
            return await db.read(count) == 6

        await eventually(all_there)

    async def test_callers_in_several_loops_all_hear_of_it(self, db: Database) -> None:
        """What waits together is committed together, also where a loop of another thread waits and one that is gone."""
        started, go_on = threading.Event(), threading.Event()

        def hold_up(_session: Session) -> None:
            started.set()
            go_on.wait(PATIENCE)

        async def leave() -> None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(db.write(lambda _session: None), 0.05)

        holding = asyncio.create_task(db.write(hold_up))
        await asyncio.to_thread(started.wait, PATIENCE)
        await asyncio.to_thread(asyncio.run, leave())
        elsewhere = asyncio.create_task(asyncio.to_thread(asyncio.run, db.write(lambda _session: "there")))
        here = asyncio.create_task(db.write(lambda _session: "here"))
        await asyncio.sleep(0.1)
        go_on.set()
        found = await asyncio.wait_for(asyncio.gather(holding, elsewhere, here), PATIENCE)

        assert found == [None, "there", "here"]

    async def test_a_full_disk_is_reported_to_those_whose_data_it_lost(self, db: Database) -> None:
        if not db.is_sqlite:
            pytest.skip("PostgreSQL commits each transaction by itself")
        gate = threading.Event()
        users = [add_user(str(number)) for number in range(10)]
        users[5].name = "x" * 2_000_000

        def add(session: Session, user: User) -> None:
            gate.wait(PATIENCE)
            if user is users[5]:
                pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
                session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            session.add(user)

        tasks = [asyncio.create_task(db.write(lambda session, user=user: add(session, user))) for user in users]
        await asyncio.sleep(0.05)
        gate.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        stored = await db.read(lambda session: set(session.exec(select(User.name)).all()))
        assert isinstance(results[5], OperationalError)
        assert stored == {user.name for user, result in zip(users, results, strict=True) if result is None}


class TestDeadlock:
    async def test_who_loses_a_deadlock_runs_again(self, db: Database) -> None:
        if db.is_sqlite:
            pytest.skip("SQLite has one writer")
        ids = [(await db.write(lambda session: _added(session, add_user("0")))) for _ in range(2)]
        both_hold_one = threading.Barrier(2)
        runs: list[str] = []

        def count_both(session: Session, first: str, second: str) -> None:
            runs.append(first)
            _raise_name(session, first)
            if len(runs) <= 2:
                both_hold_one.wait(PATIENCE)
            _raise_name(session, second)

        await asyncio.gather(
            db.write(lambda session: count_both(session, *ids)), db.write(lambda session: count_both(session, *reversed(ids)))
        )
        names = await db.read(lambda session: session.exec(select(User.name)).all())
        assert list(names) == ["2", "2"]
        assert len(runs) > 2


def _added(session: Session, user: User) -> str:
    session.add(user)
    return user.id


def _raise_name(session: Session, user_id: str) -> None:
    user = session.exec(select(User).where(User.id == user_id).with_for_update()).one()
    user.name = str(int(user.name) + 1)
    session.flush()


class TestCheckpoint:
    async def test_moves_the_log_into_the_database(self, db: Database) -> None:
        for _ in range(20):
            await db.write(lambda session: session.add(add_user("x" * 190)))
        before = Path(db.url.removeprefix("sqlite:///")).stat().st_size if db.is_sqlite else 0
        await db.write(lambda session: session.add_all(add_user("x" * 190) for _ in range(500)))
        await db.checkpoint()
        assert not db.is_sqlite or Path(db.url.removeprefix("sqlite:///")).stat().st_size > before
        assert await db.read(count) == 520


class TestRead:
    async def test_cannot_write_on_sqlite(self, db: Database) -> None:
        if not db.is_sqlite:
            pytest.skip("PostgreSQL reads and writes through one pool")
        with pytest.raises((OperationalError, ProgrammingError)):
            await db.read(lambda session: (session.add(add_user()), session.flush()))
