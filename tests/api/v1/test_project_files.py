"""Projects as ZIP files over REST."""

from __future__ import annotations

import httpx

from chat_app.api.request_rules import MAX_BODY, body_limit
from chat_app.container import services
from chat_app.services.kernel.ids import new_id


async def test_a_project_goes_out_and_comes_in(api: httpx.AsyncClient) -> None:
    project = (await api.post("/projects", json={"name": "Trip: 2026/27", "instructions": "Be brief."})).json()
    await api.post(f"/projects/{project['id']}/notes", json={"title": "N", "text": "Pack."})
    file = await api.get(f"/projects/{project['id']}/export")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/zip")
    assert "Trip_%202026_27.zip" in file.headers["content-disposition"]
    made = await api.post("/projects/import", files={"file": ("a.zip", file.content)})
    assert (made.status_code, made.json()["state"]) == (201, "done"), made.text
    folder = made.json()["folder"]
    assert (folder["name"], folder["instructions"], made.headers["location"]) == (
        "Trip: 2026/27",
        "Be brief.",
        f"/api/v1/projects/{folder['id']}",
    )
    assert folder["id"] != project["id"]
    assert [note["text"] for note in (await api.get(f"/projects/{folder['id']}/notes")).json()] == ["Pack."]
    assert (await api.get(f"/projects/imports/{made.json()['id']}")).json()["folder"]["id"] == folder["id"]
    assert (await api.post("/projects/import", content=file.content)).status_code == 201


async def test_what_is_no_project_is_refused_in_words(api: httpx.AsyncClient) -> None:
    refused = await api.post("/projects/import", files={"file": ("a.zip", b"no ZIP")})
    assert (refused.status_code, refused.json()["detail"]) == (422, "This is not a project exported from Parley.")
    assert (await api.post("/projects/import", files={"file": ("a.zip", b"")})).status_code == 422
    assert (await api.get(f"/projects/{new_id()}/export")).status_code == 404
    assert (await api.get(f"/projects/imports/{new_id()}")).status_code == 404
    assert body_limit("/api/v1/projects/import", services().settings) > 1_000_000_000 > MAX_BODY
