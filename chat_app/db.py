"""The database: one engine, transactions run off the event loop.

A use case's database part is a plain function of a `Session`, run by `await db.write(fn)` or `await db.read(fn)` in a
worker thread; it is committed here and nowhere else. SQLite gets one writer thread, so its single-writer rule is a queue
and not an error (`BEGIN IMMEDIATE`, WAL, `synchronous=FULL`), with commits shared by what waits together; PostgreSQL gets a
small pool for both.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from chat_app.group_commit import GroupWriter

T = TypeVar("T")

READ_THREADS = 4
POSTGRES_THREADS = 10
DEADLOCK_DETECTED = "40P01"
"""PostgreSQL's code for a transaction that it ended because two waited for each other; run again, it finds the other done."""
TRIES = 3
BUSY_TIMEOUT_MS = 5_000
AUTOMATIC_CHECKPOINT_PAGES = 64_000
"""256 MB: a commit tidies the write-ahead log itself only when nobody has called `checkpoint` for long."""


class Database:
    """Runs transactions. Nothing is opened before the first one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._lock = threading.Lock()
        self._engines: dict[str, Engine] = {}
        self._threads = ThreadPoolExecutor(READ_THREADS if self.is_sqlite else POSTGRES_THREADS, thread_name_prefix="db")
        self._writer = GroupWriter(lambda: self._engine("write")) if self.is_sqlite else None

    async def write(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in one transaction that may write; commit when it returns, roll back when it raises.

        On PostgreSQL `fn` runs again when its transaction lost a deadlock, so it may leave nothing behind but in its session.
        """
        if self._writer:
            result: T = await self._writer.write(fn)
            return result
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.write_now, fn)

    async def read(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in one transaction that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, fn)

    def write_now(self, fn: Callable[[Session], T]) -> T:
        """`write` for callers that are no coroutine (the command line)."""
        for left in reversed(range(TRIES)):
            try:
                with Session(self._engine("write"), expire_on_commit=False) as session, session.begin():
                    return fn(session)
            except OperationalError as error:
                if not left or getattr(error.orig, "sqlstate", "") != DEADLOCK_DETECTED:
                    raise
        raise AssertionError("the last try returns or raises")

    def read_now(self, fn: Callable[[Session], T]) -> T:
        """`read` for callers that are no coroutine."""
        with Session(self._engine("read"), expire_on_commit=False) as session, session.begin():
            return fn(session)

    def _engine(self, purpose: str) -> Engine:
        key = purpose if self.is_sqlite else "write"
        with self._lock:
            if key not in self._engines:
                self._engines[key] = make_sqlite_engine(self.url, key == "write") if self.is_sqlite else make_postgres_engine(self.url)
            return self._engines[key]

    async def checkpoint(self) -> None:
        """Move what SQLite has in its write-ahead log into the database, beside the writer and not in one of its commits."""
        if self.is_sqlite:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint)

    def _checkpoint(self) -> None:
        # Not possible inside a transaction, which any other connection of ours would begin.
        connection = self._engine("read").raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Wait for running transactions and close all connections."""
        if self._writer:
            self._writer.close()
        self._threads.shutdown()
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def make_sqlite_engine(url: str, writes: bool) -> Engine:
    """An engine whose transactions begin as SQLite needs them; the driver's own guessing is off."""
    engine = create_engine(url, pool_size=1 if writes else READ_THREADS, max_overflow=0, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"wal_autocheckpoint={AUTOMATIC_CHECKPOINT_PAGES}",
            f"query_only={int(not writes)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def make_postgres_engine(url: str) -> Engine:
    return create_engine(url, pool_size=POSTGRES_THREADS, max_overflow=0, pool_pre_ping=True)


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to `revision` ("head", or an earlier one to go back)."""
    from alembic.config import Config  # noqa: PLC0415

    from alembic import command  # noqa: PLC0415  (120 ms that only a migration needs)

    root = Path(__file__).resolve().parent.parent
    config = Config()
    config.set_main_option("script_location", str(root / "alembic"))
    config.attributes["url"] = url
    if revision == "head" or revision.startswith("+"):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)
