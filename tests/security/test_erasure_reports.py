"""Reports of erased accounts over REST: for administrators, and nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from chat_app import models
from chat_app.services.kernel.ids import new_id
from tests.security.people import person

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATH = "/api/v1/admin/erasures"


async def test_are_read_page_by_page_and_hidden_from_others(build, browser):
    parts = build(host="0.0.0.0", public_url="http://parley.test", mode="multi")
    _, admin = await person(parts, "ada", role="admin")
    _, user = await person(parts, "bob")
    rows = [models.Erasure(id=new_id(), subject_hash=f"{n:064x}", erased_at=AT, report=json.dumps({"messages": n})) for n in range(3)]
    await parts.db.write(lambda session: session.add_all(rows))
    first = (await browser(parts, **admin).get(PATH, params={"limit": 2})).json()
    assert [item["counts"]["messages"] for item in first["items"]] == [2, 1]
    rest = (await browser(parts, **admin).get(PATH, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert ([item["subject_hash"] for item in rest["items"]], rest["next_cursor"]) == (["0" * 64], "")
    nothing = await browser(parts, **user).get("/api/v1/admin/nothing")
    refused = await browser(parts, **user).get(PATH)
    assert (refused.status_code, refused.json()["type"]) == (404, nothing.json()["type"])
    assert (await browser(parts).get(PATH)).status_code == 401
