"""Looking at documents over REST."""

from __future__ import annotations

import httpx
import pytest

from chat_app.services.kernel.ids import new_id
from tests.api.v1.test_knowledge_documents import add, read
from tests.fakes.pdfs import one_page


@pytest.fixture
async def bees(api: httpx.AsyncClient) -> str:
    """The path of a PDF that was read."""
    document = (await add(api, ("bees.pdf", one_page(lines=("Bees dance",)))))["documents"][0]
    assert (await read(api, document["id"]))["state"] == "ready"
    return f"/documents/{document['id']}"


async def test_a_page_is_drawn_and_sent_again_only_when_it_is_another_one(api: httpx.AsyncClient, bees: str) -> None:
    view = (await api.get(f"{bees}/pages")).json()
    assert (view["is_drawn"], view["unit"], view["writable"], view["problem"]) == (True, "page", True, "")
    assert [(page["width"], page["height"]) for page in view["pages"]] == [(612, 792)]
    drawn = await api.get(f"{bees}/pages/1.png", params={"width": 700})
    assert (drawn.status_code, drawn.headers["content-type"], drawn.content[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(drawn.content[16:20]) == 800
    assert "sandbox" in drawn.headers["content-security-policy"]
    again = await api.get(f"{bees}/pages/1.png", params={"width": 800}, headers={"If-None-Match": drawn.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    wider = await api.get(f"{bees}/pages/1.png", params={"width": 801}, headers={"If-None-Match": drawn.headers["etag"]})
    assert (wider.status_code, int.from_bytes(wider.content[16:20])) == (200, 1_200)


async def test_words_stand_where_the_passage_says(api: httpx.AsyncClient, bees: str) -> None:
    page = (await api.get(f"{bees}/pages/1", params={"words": True})).json()
    assert (page["page"], page["pages"], [word[0] for word in page["words"]]) == (1, 1, ["Bees", "dance"])
    (passage,) = (await api.get(f"{bees}/chunks")).json()["items"]
    (number, left, top, right, bottom), *_ = passage["boxes"]
    assert number == 1
    for _, *word in page["words"]:
        assert left - 1 <= word[0] <= word[2] <= right + 1
        assert top - 1 <= word[1] <= word[3] <= bottom + 1
    assert (await api.get(f"{bees}/pages/1")).json()["words"] is None


@pytest.mark.parametrize(("page", "status"), [("2", 404), ("0", 422), ("-1", 422), ("x", 422), ("99999999999999999999", 422)])
async def test_pages_that_there_are_not(api: httpx.AsyncClient, bees: str, page: str, status: int) -> None:
    for path in (f"{bees}/pages/{page}.png", f"{bees}/pages/{page}"):
        assert (await api.get(path)).status_code == status
    for width in ("0", "-5", "2401", "99999999999999999999"):
        assert (await api.get(f"{bees}/pages/1.png", params={"width": width})).status_code == 422


async def test_a_text_is_read_in_parts(api: httpx.AsyncClient) -> None:
    document = (await add(api, ("a.md", b"# Bees\n\nBees dance.")))["documents"][0]
    path = f"/documents/{document['id']}"
    assert (await api.get(f"{path}/text")).status_code == 404
    assert (await api.get(f"{path}/pages")).json()["length"] == 0
    await read(api, document["id"])
    text = (await api.get(f"{path}/text", params={"start": 10, "end": 11})).json()
    assert text["text"] == "Bees dance."
    assert [block["kind"] for block in text["blocks"]] == ["text"]
    for wrong in ({"start": -1}, {"end": 2**31}):
        assert (await api.get(f"{path}/text", params=wrong)).status_code == 422
    refused = await api.get(f"{path}/pages/1.png")
    assert (refused.status_code, refused.json()["detail"]) == (404, "This document has no pages to be drawn: its text can be read.")


async def test_what_could_not_be_read_is_said_in_words(api: httpx.AsyncClient) -> None:
    broken = (await add(api, ("broken.pdf", one_page()[:200])))["documents"][0]
    assert (await read(api, broken["id"]))["state"] == "failed"
    view = (await api.get(f"/documents/{broken['id']}/pages")).json()
    assert view["pages"] == []
    assert view["problem"].endswith(".")


async def test_nobody_else_sees_anything(api: httpx.AsyncClient, bees: str) -> None:
    assert (await api.get(f"{bees}/pages/1.png")).status_code == 200
    for path in ("pages", "pages/1", "pages/1.png", "text"):
        assert (await api.get(f"/documents/{new_id()}/{path}")).status_code == 404
