"""Who sees which entries."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.audit.dto import AuditFilter
from chat_app.services.audit.export import AuditExport
from chat_app.services.audit.reading import AuditTrail
from chat_app.services.audit.refusals import Refusals
from chat_app.services.kernel.actor import Actor
from tests.services.audit.conftest import ADMIN, SOMEBODY, Log

OTHER = Actor("01900000-0000-7000-8000-00000000000b")


async def fill(log: Log) -> None:
    await log.audit.note(SOMEBODY, "session.begin", kind="session", object_id="s1")
    log.now[0] += timedelta(days=1)
    await log.audit.note(SOMEBODY, "session.fail", outcome="failed")
    await log.audit.note(ADMIN, "user.suspend", kind="user", object_id=SOMEBODY.user_id, subject_id=SOMEBODY.user_id)
    await log.audit.note(OTHER, "session.begin", kind="session", object_id="s2")


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        (AuditFilter(), [4, 3, 2, 1]),
        (AuditFilter(actor_id=SOMEBODY.user_id), [2, 1]),
        (AuditFilter(subject_id=SOMEBODY.user_id), [3]),
        (AuditFilter(action="session."), [4, 2, 1]),
        (AuditFilter(action="session.begin"), [4, 1]),
        (AuditFilter(action="%."), []),
        (AuditFilter(outcome="failed"), [2]),
        (AuditFilter(kind="session", object_id="s2"), [4]),
    ],
)
async def test_filters(log: Log, wanted: AuditFilter, seqs: list[int]):
    await fill(log)
    assert [row.seq for row in (await AuditTrail(log.db).search(ADMIN, wanted)).items] == seqs


async def test_filters_by_time_and_pages_by_the_last_entry_shown(log: Log):
    await fill(log)
    trail, later = AuditTrail(log.db), log.now[0]
    assert [row.seq for row in (await trail.search(ADMIN, AuditFilter(since=later))).items] == [4, 3, 2]
    assert [row.seq for row in (await trail.search(ADMIN, AuditFilter(until=later))).items] == [1]
    first = await trail.search(ADMIN, AuditFilter(), limit=3)
    await log.write(2)
    rest = await trail.search(ADMIN, AuditFilter(), first.next_cursor, 3)
    assert ([row.seq for row in first.items], [row.seq for row in rest.items], rest.next_cursor) == ([4, 3, 2], [1], "")
    with pytest.raises(InvalidInputError):
        await trail.search(ADMIN, AuditFilter(), "nonsense")


async def test_only_administrators_read_the_log_or_take_it_with_them(log: Log):
    for act in (
        AuditTrail(log.db).search(SOMEBODY, AuditFilter()),
        AuditExport(log.db, log.audit).begin(SOMEBODY, AuditFilter(), "csv"),
    ):
        with pytest.raises(NotFoundError):
            await act


async def test_everybody_sees_what_concerns_them_and_no_administrator_by_name(log: Log):
    await fill(log)
    rows = (await AuditTrail(log.db).own(SOMEBODY)).items
    assert [(row.seq, row.by) for row in rows] == [(3, "administration"), (2, "me"), (1, "me")]
    assert ADMIN.user_id not in repr(rows)
    assert ADMIN.network not in repr(rows)
    assert OTHER.user_id not in repr(rows)


async def test_the_table_holds_no_formulas_and_the_lines_are_json(log: Log):
    await log.audit.note(SOMEBODY, "test.act", kind="=HYPERLINK()", object_id=" @x", name="+1")
    export = AuditExport(log.db, log.audit)
    table = b"".join([piece async for piece in await export.begin(ADMIN, AuditFilter(action="test.act"), "csv")]).decode()
    header, row = csv.reader(table.splitlines())
    assert header == ["seq", "at", "actor_id", "action", "outcome", "kind", "object_id", "subject_id", "network", "details"]
    assert row[:2] == ["1", "2026-01-01T00:00:00+00:00"]
    assert row[5:7] == ["'=HYPERLINK()", "' @x"]
    lines = b"".join([piece async for piece in await export.begin(ADMIN, AuditFilter(), "jsonl")]).decode().splitlines()
    # The newest are the exports themselves.
    assert [json.loads(line)["action"] for line in lines] == ["export.make", "export.make", "test.act"]


async def test_refusals_leave_one_entry_a_minute_for_each_person_and_action(log: Log):
    seconds = [0.0]
    refusals = Refusals(log.audit, lambda: seconds[0])
    for _ in range(50):
        await refusals.note(SOMEBODY, "route", "GET /a/{id}", "01900000-0000-7000-8000-00000000000c")
    await refusals.note(SOMEBODY, "route", "GET /b/{id}", "no id\x00")
    await refusals.note(OTHER, "route", "GET /a/{id}")
    seconds[0] = 60.0
    await refusals.note(SOMEBODY, "route", "GET /a/{id}")
    rows = (await AuditTrail(log.db).search(ADMIN, AuditFilter(action="access.refuse"))).items
    assert [(row.actor_id[-1], row.details["name"], row.object_id[-1:]) for row in rows] == [
        ("a", "GET /a/{id}", ""),
        ("b", "GET /a/{id}", ""),
        ("a", "GET /b/{id}", ""),
        ("a", "GET /a/{id}", "c"),
    ]
