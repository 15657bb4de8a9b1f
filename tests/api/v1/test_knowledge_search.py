"""Searching documents over REST."""

from __future__ import annotations

import json
from typing import Any

import httpx

from chat_app.container import services
from chat_app.services.kernel.ids import new_id


def stages_of(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [event.split("\n") for event in answer.text.strip().split("\n\n")]
    assert {name for name, _ in events} == {"event: stage"}
    return [json.loads(data.removeprefix("data: ")) for _, data in events]


async def filled(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    files = [
        ("files", ("bees.md", b"# Bees\n\nBees dance to say where flowers are.")),
        ("files", ("wasps.csv", b"animal,food\nWasps,cake\n")),
    ]
    added = (await api.post("/documents", files=files)).json()["documents"]
    await services().knowledge.worker.work()
    return added


async def test_what_each_step_finds_comes_as_events(api: httpx.AsyncClient) -> None:
    assert stages_of(await api.get("/knowledge/search", params={"q": "dance"})) == [
        {"stage": "done", "ms": 0, "hits": [], "answerable": False}
    ]
    bees, wasps = await filled(api)
    stages = stages_of(await api.get("/knowledge/search", params={"q": "Which bees dance?"}))
    assert (stages[0]["stage"], stages[-1]["stage"], stages[-1]["answerable"]) == ("words", "done", True)
    (hit,) = [hit for hit in stages[-1]["hits"] if hit["document_id"] == bees["id"]]
    (passage,) = (await api.get(f"/documents/{bees['id']}/chunks")).json()["items"]
    assert {name: hit[name] for name in ("chunk_id", "title", "heading", "text", "page", "start", "end", "boxes", "number")} == {
        "chunk_id": passage["id"], "title": "bees.md", **{name: passage[name] for name in ("heading", "text", "page", "start", "end", "boxes", "number")}
    }  # fmt: skip
    assert hit["scores"]["coverage"] > 0
    assert hit["scores"]["rerank"] is None
    chosen = {"q": "Wasps or bees", "kind": "documents", "document_ids": [wasps["id"], new_id()], "mode": "words"}
    stages = stages_of(await api.get("/knowledge/search", params=chosen))
    assert [stage["stage"] for stage in stages] == ["words", "done"]
    assert {hit["document_id"] for hit in stages[-1]["hits"]} == {wasps["id"]}
    kind = (await api.get(f"/documents/{wasps['id']}")).json()["kind"]
    stages = stages_of(await api.get("/knowledge/search", params={"q": "Wasps or bees", "media": kind}))
    assert {hit["document_id"] for hit in stages[-1]["hits"]} == {wasps["id"]}


async def test_what_is_wrong_from_the_beginning_is_no_stream(api: httpx.AsyncClient) -> None:
    foreign = await api.get("/knowledge/search", params={"q": "a", "kind": "project", "folder_id": new_id()})
    assert (foreign.status_code, foreign.headers["content-type"]) == (404, "application/problem+json")
    for params in ({}, {"q": "a" * 3_000}, {"q": "a", "kind": "none"}, {"q": "a", "mode": "magic"}, {"q": "a", "limit": 51}):
        assert (await api.get("/knowledge/search", params=params)).status_code == 422
    assert stages_of(await api.get("/knowledge/search", params={"q": "\0 \u200b"}))[-1]["hits"] == []


async def test_an_index_that_is_away_is_said(api: httpx.AsyncClient, monkeypatch) -> None:
    from chat_app.integrations.vectors.port import IndexUnavailableError

    await filled(api)
    generation, _ = await services().knowledge.generations.serving()

    async def away(*_: object) -> None:
        raise IndexUnavailableError("away")

    monkeypatch.setattr(generation.index, "search_sparse", away)
    answer = await api.get("/knowledge/search", params={"q": "bees"})
    assert (answer.status_code, "index does not answer" in answer.json()["detail"]) == (503, True)


async def test_nobody_searches_faster_than_a_person(api: httpx.AsyncClient) -> None:
    codes = [(await api.get("/knowledge/search", params={"q": "bees"})).status_code for _ in range(45)]
    assert codes[0] == 200
    assert 429 in codes
