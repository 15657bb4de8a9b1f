"""Watched folders of the server, over REST."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from chat_app.wiring import Services

PATH = "/admin/watched-folders"


@pytest.fixture
def root(parts: Services, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below the one place where there may be some."""
    root = tmp_path_factory.mktemp("srv") / "documents"
    root.mkdir(parents=True)
    monkeypatch.setattr(parts.watching._places, "_allowed", (root.parent,))
    return root


async def test_a_folder_is_added_looked_through_changed_and_removed(api: httpx.AsyncClient, root: Path) -> None:
    assert (await api.get(PATH)).json() == {"items": [], "places": [str(root.parent)]}
    made = await api.post(PATH, json={"path": str(root)})
    assert (made.status_code, made.json()["folder"]["path"], made.json()["problem"]) == (201, str(root), "")
    one = f"{PATH}/{made.json()['folder']['id']}"
    assert made.headers["location"] == f"/api/v1{one}"
    assert (await api.post(PATH, json={"path": str(root)})).status_code == 409
    (root / "empty.txt").touch()
    found = (await api.post(f"{one}/scan")).json()
    assert (found["taken"], found["left"]) in {(0, 1), (0, 0)}
    inner = root / "inner"
    inner.mkdir()
    assert (await api.put(one, json={"path": str(inner)})).json()["folder"]["path"] == str(inner)
    refused = await api.put(one, json={"path": "/etc"})
    assert (refused.status_code, str(root.parent) in refused.json()["detail"]) == (422, True)
    assert (await api.delete(one, params={"documents": "keep"})).status_code == 204
    assert (await api.delete(one)).status_code == 404


async def test_what_went_wrong_is_said_in_words(api: httpx.AsyncClient, root: Path) -> None:
    made = (await api.post(PATH, json={"path": str(root)})).json()["folder"]
    root.rename(root.parent / "away")
    assert "folder below" in (await api.post(f"{PATH}/{made['id']}/scan")).json()["problem"]
    (entry,) = (await api.get(PATH, headers={"Accept-Language": "de"})).json()["items"]
    assert str(root.parent) in entry["problem"]
