"""The audit log over REST: who may read it, what refusals leave in it, and that files of it hold no formulas."""

from __future__ import annotations

import csv
import io
import json

import pytest

from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import SignIn
from tests.security.people import person


@pytest.fixture
async def house(shared, browser):
    admin, admin_headers = await person(shared, "root", "admin")
    await shared.site.save(admin, SignIn(admin_second_factor=False))
    user, user_headers = await person(shared, "grace")
    base = "http://parley.test/api/v1"
    clean = [{"Cookie": headers["Cookie"]} for headers in (admin_headers, user_headers)]
    return shared, (admin, browser(shared, base_url=base, **clean[0])), (user, browser(shared, base_url=base, **clean[1]))


async def refusals(client) -> list[dict]:
    return (await client.get("/admin/audit", params={"action": "access.refuse"})).json()["items"]


class TestReading:
    async def test_only_administrators_read_export_or_verify_it(self, house):
        _parts, (_, admin), (_, user) = house
        unknown = (await user.get("/nothing")).status_code
        for method, path in (("GET", "/admin/audit"), ("GET", "/admin/audit/export"), ("POST", "/admin/audit/verification")):
            assert (await admin.request(method, path)).status_code == 200
            assert (await user.request(method, path)).status_code == unknown == 404

    async def test_people_see_what_concerns_them_without_who_administers(self, house):
        parts, (boss, _), (grace, user) = house
        await parts.audit.note(boss, "user.suspend", kind="user", object_id=grace.user_id, subject_id=grace.user_id)
        await parts.audit.note(boss, "site.change", kind="section")
        answer = await user.get("/me/audit")
        (row,) = answer.json()["items"]
        assert (row["by"], row["action"]) == ("administration", "user.suspend")
        assert boss.user_id not in answer.text

    @pytest.mark.parametrize(
        "query",
        [
            {"cursor": "x"},
            {"since": "then"},
            {"outcome": "odd"},
            {"limit": 0},
            {"action": "a\0"},
            {"odd": "1"},
            {"until": "0001-01-01T00:00:00+14:00"},
        ],
    )
    async def test_strange_queries_are_no_server_error(self, house, query):
        _parts, (_, admin), _ = house
        assert (await admin.get("/admin/audit", params=query)).status_code in {200, 422}


class TestRefusals:
    async def test_an_id_of_somebody_else_leaves_one_entry(self, house):
        _parts, (_, admin), (grace, user) = house
        ids = [new_id() for _ in range(5)]
        for conversation_id in ids:
            assert (await user.get(f"/conversations/{conversation_id}")).status_code == 404
        (row,) = await refusals(admin)
        assert (row["actor_id"], row["outcome"], row["object_id"]) == (grace.user_id, "refused", ids[0])
        assert row["details"]["name"] == "GET /api/v1/conversations/{conversation_id}"

    async def test_a_door_of_administration_leaves_one_entry(self, house):
        _parts, (_, admin), (grace, user) = house
        assert (await user.get("/admin/audit")).status_code == 404
        (row,) = await refusals(admin)
        assert (row["actor_id"], row["details"]["name"]) == (grace.user_id, "GET /api/v1/admin/audit")

    async def test_nobody_floods_the_log_without_signing_in(self, house, browser):
        parts, (_, admin), _ = house
        nobody = browser(parts, base_url="http://parley.test/api/v1")
        for _ in range(20):
            assert (await nobody.get(f"/conversations/{new_id()}")).status_code == 401
        assert await refusals(admin) == []

    async def test_a_log_that_cannot_be_written_changes_no_answer(self, house, monkeypatch):
        parts, _, (_, user) = house

        async def fail(*_: object, **__: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(type(parts.audit), "note", fail)
        assert (await user.get(f"/conversations/{new_id()}")).status_code == 404


async def test_x22_files_of_the_log_hold_no_formulas(house):
    parts, (boss, admin), _ = house
    for sign in ("=1+1", "+1", "-1+1", "@x", "\tx", "＝x"):
        await parts.audit.note(boss, "test.act", kind=sign)
    answer = await admin.get("/admin/audit/export", params={"format": "csv", "action": "test.act"})
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["kind"] for row in rows] == ["'＝x", "'\tx", "'@x", "'-1+1", "'+1", "'=1+1"]
    assert all(row["seq"].isdigit() for row in rows)
    lines = (await admin.get("/admin/audit/export", params={"format": "jsonl"})).text.splitlines()
    assert {json.loads(line)["action"] for line in lines} >= {"test.act", "export.make"}
