"""The log cannot be changed by accident, and not unnoticed on purpose."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from tests.services.audit.conftest import SOMEBODY, Log


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET action = 'other.act' WHERE seq = 2",
        "DELETE FROM audit_entries WHERE seq = 2",
        "DELETE FROM audit_entries",
    ],
)
async def test_the_database_refuses_to_change_or_delete_entries(log: Log, statement: str):
    await log.write(3)
    engine = create_engine(log.db.url)
    with pytest.raises(DatabaseError, match="audit entries cannot be"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
    assert (await log.verify()).is_whole


async def test_an_entry_is_not_replaced_and_the_table_not_emptied(log: Log):
    await log.write(3)
    values = "(2, '2026-01-01 00:00:00', '', 'x', 'done', '', '', '', '', '{}', '')"
    statement = f"INSERT OR REPLACE INTO audit_entries VALUES {values}" if log.db.is_sqlite else "TRUNCATE audit_entries"
    engine = create_engine(log.db.url)
    with pytest.raises(DatabaseError, match="audit entries"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


async def test_two_entries_of_one_transaction_follow_each_other(log: Log):
    def act(session):
        log.audit.record(session, SOMEBODY, "first.act")
        log.audit.record(session, SOMEBODY, "second.act")

    await log.db.write(act)
    verdict = await log.verify()
    assert (verdict.is_whole, verdict.checked, verdict.head_seq) == (True, 2, 2)


async def test_what_is_rolled_back_leaves_no_gap(log: Log):
    def fail(session):
        log.audit.record(session, SOMEBODY, "failed.act")
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await log.db.write(fail)
    await log.write(2)
    assert (await log.verify()).checked == 2


@pytest.mark.parametrize(
    ("statement", "problem", "seq"),
    [
        ("UPDATE audit_entries SET action = 'test.acT' WHERE seq = 4", "changed", 4),
        ("UPDATE audit_entries SET details = '{\"number\":4}' WHERE seq = 4", "changed", 4),
        ("UPDATE audit_entries SET at = '2026-01-01 00:05:30.000000' WHERE seq = 4", "changed", 4),
        ("UPDATE audit_entries SET hash = '0' WHERE seq = 4", "changed", 4),
        ("DELETE FROM audit_entries WHERE seq = 4", "missing", 4),
        ("DELETE FROM audit_entries WHERE seq <= 4", "missing", 1),
        ("DELETE FROM audit_entries WHERE seq > 6", "end", 7),
        ("DELETE FROM audit_entries", "end", 1),
    ],
)
async def test_the_verifier_names_the_first_entry_that_is_not_as_it_was(log: Log, statement: str, problem: str, seq: int):
    await log.write(8)
    log.tamper(statement)
    assert log.verdict is not None
    assert (log.verdict.problem, log.verdict.seq) == (problem, seq)


async def test_an_entry_that_cannot_be_read_is_named(log: Log):
    if not log.db.is_sqlite:
        pytest.skip("PostgreSQL does not keep what is no value of its column")
    await log.write(5)
    log.tamper("UPDATE audit_entries SET at = 'yesterday' WHERE seq = 3")
    assert (log.verdict.problem, log.verdict.seq) == ("unreadable", 3)
    log.tamper("UPDATE audit_entries SET at = '2026-01-01 00:03:00.000000', action = CAST(x'ff' AS TEXT) WHERE seq = 3")
    assert (log.verdict.problem, log.verdict.seq) == ("unreadable", 3)


async def test_an_end_cut_off_together_with_the_head_is_told_by_the_anchor(log: Log):
    await log.write(8)
    await log.keeper.anchor()
    log.tamper(
        "DELETE FROM audit_entries WHERE seq > 6",
        "UPDATE audit_head SET seq = 6, hash = (SELECT hash FROM audit_entries WHERE seq = 6)",
    )
    assert (log.verdict.problem, log.verdict.seq) == ("end", 7)


async def test_a_log_written_anew_is_told_by_the_anchor(log: Log):
    await log.write(5)
    await log.keeper.anchor()
    log.anchors.write_text(log.anchors.read_text().replace(log.anchors.read_text().split()[2], "f" * 64))
    verdict = await log.verify()
    assert (verdict.problem, verdict.seq) == ("rewritten", 5)


async def test_the_anchor_is_written_once_per_end_and_for_its_owner_only(log: Log):
    await log.keeper.anchor()
    assert not log.anchors.exists()
    await log.write(2)
    await log.keeper.anchor()
    await log.keeper.anchor()
    await log.write(1)
    await log.keeper.anchor()
    assert [line.split()[1] for line in log.anchors.read_text().splitlines()] == ["2", "3"]
    assert log.anchors.stat().st_mode & 0o777 == 0o600
