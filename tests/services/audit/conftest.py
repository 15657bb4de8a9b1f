"""An audit log with a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from chat_app.db import Database
from chat_app.services.audit import AuditLog
from chat_app.services.audit.dto import Verdict
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.kernel.actor import Actor

SOMEBODY = Actor("01900000-0000-7000-8000-00000000000a", network="192.0.2.0/24")
ADMIN = Actor("01900000-0000-7000-8000-00000000000f", role="admin", permissions=frozenset({"admin.audit"}), network="198.51.100.0/24")


@dataclass
class Log:
    """The log, its keeper, and hands that reach past both into the database."""

    db: Database
    folder: Path
    now: list[datetime] = field(default_factory=lambda: [datetime(2026, 1, 1, tzinfo=UTC)])

    def __post_init__(self) -> None:
        self.audit = AuditLog(self.db, lambda: self.now[0])
        self.keeper = AuditKeeper(self.db, self.audit, self.anchors, lambda: self.now[0])

    @property
    def anchors(self) -> Path:
        return self.folder / "audit-anchors.log"

    async def write(self, count: int, action: str = "test.act") -> None:
        """`count` entries, a minute apart."""
        for number in range(count):
            self.now[0] += timedelta(minutes=1)
            await self.audit.note(SOMEBODY, action, kind="thing", object_id=str(number), number=number)

    def tamper(self, *statements: str) -> None:
        """What somebody can do who has the database itself: first the triggers go."""
        engine = create_engine(self.db.url)
        lift = "DROP TRIGGER IF EXISTS {} ON audit_entries" if not self.db.is_sqlite else "DROP TRIGGER IF EXISTS {}"
        names = ("audit_entries_unchanged", "audit_entries_kept") + (("audit_entries_appended",) if self.db.is_sqlite else ())
        with engine.connect() as connection:
            for name in names:
                connection.execute(text(lift.format(name)))
            for statement in statements:
                connection.exec_driver_sql(statement)
            if self.db.is_sqlite:
                connection.commit()
            self.verdict = self.keeper.verify_now() if self.db.is_sqlite else None
            if not self.db.is_sqlite:
                self.verdict = _inside(connection, self.keeper)
                connection.rollback()
        engine.dispose()

    async def verify(self) -> Verdict:
        return await self.keeper.verify()


def _inside(connection, keeper: AuditKeeper) -> Verdict:
    """The verdict within the transaction that has tampered, which is then undone: the server is shared by all tests."""
    from sqlmodel import Session

    from chat_app.services.audit import verification

    return verification.check(Session(connection), keeper._anchors.read())


@pytest.fixture
def log(db: Database, tmp_path: Path) -> Log:
    return Log(db, tmp_path)
