"""What is older than it has to be kept goes, and the rest still is a chain."""

from __future__ import annotations

from datetime import timedelta

from chat_app.services.audit import keeping
from chat_app.services.audit.dto import AuditFilter
from chat_app.services.audit.reading import AuditTrail
from tests.services.audit.conftest import ADMIN, Log


async def test_old_entries_go_and_the_rest_verifies(log: Log):
    await log.write(6)
    await log.keeper.anchor()
    log.now[0] += timedelta(days=100)
    await log.write(3)
    assert await log.keeper.prune(90) == 6
    verdict = await log.verify()
    assert (verdict.problem, verdict.checked, verdict.head_seq) == ("", 4, 10)
    rows = (await AuditTrail(log.db).search(ADMIN, AuditFilter())).items
    assert [row.seq for row in rows] == [10, 9, 8, 7]
    assert (rows[0].action, rows[0].details) == ("audit.prune", {"through": 6})


async def test_nothing_old_changes_nothing(log: Log):
    await log.write(3)
    assert await log.keeper.prune(90) == 0
    assert (await log.verify()).head_seq == 3


async def test_many_go_in_several_transactions(log: Log, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_PRUNED", 4)
    await log.write(10)
    log.now[0] += timedelta(days=100)
    assert await log.keeper.prune(90) == 10
    verdict = await log.verify()
    assert (verdict.problem, verdict.checked) == ("", 3)


async def test_a_beginning_taken_away_by_hand_is_told(log: Log):
    await log.write(6)
    log.tamper(
        "UPDATE audit_head SET pruned_seq = 3, pruned_hash = (SELECT hash FROM audit_entries WHERE seq = 3)",
        "DELETE FROM audit_entries WHERE seq <= 3",
    )
    assert (log.verdict.problem, log.verdict.seq) == ("pruned", 3)
