"""The part "audit": how long it takes to verify a log of 100,000 entries."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from bench import figures
from chat_app import models
from chat_app.db import Database, migrate
from chat_app.services.audit.chain import hash_of
from chat_app.services.audit.verification import verify

ROWS = 100_000
AT_ONCE = 5_000


def measure(rows: int = ROWS) -> None:
    """Measure and keep `audit.json`."""
    with tempfile.TemporaryDirectory(prefix="parley-audit-") as folder:
        url = f"sqlite:///{Path(folder) / 'audit.db'}"
        migrate(url)
        db = Database(url)
        db.write_now(lambda session: _fill(session, rows))
        started = time.perf_counter()
        verdict = db.read_now(lambda session: verify(session, {}))
        took = time.perf_counter() - started
        db.close()
    if not verdict.is_whole or verdict.checked != rows:
        raise RuntimeError(f"the log should be whole: {verdict}")
    print(f"{rows:,} entries verified in {took:.2f} s")
    figures.save("audit", {"rows": rows, "verified_in_s": round(took, 2)})


def _fill(session: Session, rows: int) -> None:
    head, now, made = session.get_one(models.AuditHead, 1), datetime.now(UTC), list[models.AuditEntry]()
    for seq in range(1, rows + 1):
        entry = models.AuditEntry(
            seq=seq, at=now, actor_id=f"{seq % 500:036d}", action="session.begin", object_kind="session", details="{}", hash=""
        )
        entry.hash = head.hash = hash_of(head.hash, entry)
        made.append(entry)
        if len(made) == AT_ONCE or seq == rows:
            session.add_all(made)
            session.flush()
            session.expunge_all()
            session.add(head)
            made.clear()
    head.seq = rows
