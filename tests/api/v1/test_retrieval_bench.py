"""The test bench over REST."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from chat_app.container import override_services, services
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.retrieval.dto import SearchHit, SearchStage, SearchWish
from chat_app.services.retrieval_bench.runs import BenchRuns


class Finds:
    """Finds one passage whatever is asked."""

    def __init__(self, document_id: str, chunk_id: str) -> None:
        self._hit = SearchHit(chunk_id, document_id, "", "", "", 0, 0, 0, (), 0, 1.0)

    async def search(self, _actor: Actor, wish: SearchWish) -> AsyncIterator[SearchStage]:
        assert wish.mode == "words"
        yield SearchStage("done", 3, (self._hit,), answerable=True)


@pytest.fixture
async def place(api: httpx.AsyncClient) -> dict[str, str]:
    """A project's id with a document and a passage in it."""
    project = (await api.post("/folders", json={"name": "Project"})).json()["id"]
    added = await api.post("/documents", params={"folder_id": project}, files=[("files", ("a.txt", b"Bees dance."))])
    await services().knowledge.worker.work()
    document_id = added.json()["documents"][0]["id"]
    (passage,) = (await api.get(f"/documents/{document_id}/chunks")).json()["items"]
    return {"project": project, "document_id": document_id, "chunk_id": passage["id"]}


async def test_questions_are_written_changed_asked_and_deleted(api: httpx.AsyncClient, place: dict[str, str]) -> None:
    path, expected = f"/projects/{place.pop('project')}", [place]
    made = (await api.post(f"{path}/questions", json={"text": "Who dances?", "expected": expected})).json()
    assert made["expected"][0]["title"] == "a.txt"
    changed = await api.put(f"/projects/questions/{made['id']}", json={"text": "Who dances here?", "expected": expected})
    assert changed.json()["text"] == "Who dances here?"
    with override_services(services(), bench_runs=BenchRuns(services().db, Finds(**place))):
        run = (await api.post(f"{path}/runs", json={"mode": "words"})).json()
        line = await api.post(f"{path}/runs", json={"mode": "words", "stream": True})
    assert (run["asked"], run["found"], run["outcomes"][0]["rank"]) == (1, 1, 1)
    events = [event.split("\n") for event in line.text.strip().split("\n\n")]
    assert [name for name, _ in events] == ["event: progress", "event: run"]
    assert json.loads(events[-1][1].removeprefix("data: "))["found"] == 1
    assert [each["found"] for each in (await api.get(f"{path}/runs")).json()] == [1, 1]
    assert (await api.get(f"/projects/runs/{run['id']}")).json() == run
    assert (await api.delete(f"/projects/questions/{made['id']}")).status_code == 204
    assert (await api.get(f"{path}/questions")).json() == []
    assert (await api.get(f"/projects/runs/{run['id']}")).json()["outcomes"][0]["rank"] == 1


async def test_what_cannot_be_is_refused(api: httpx.AsyncClient, place: dict[str, str]) -> None:
    path = f"/projects/{place['project']}"
    empty = await api.post(f"{path}/runs", json={"stream": True})
    assert (empty.status_code, empty.json()["detail"]) == (422, "There is no question to ask yet. Add one first.")
    assert (await api.post(f"{path}/questions", json={"text": "Who?", "expected": []})).status_code == 422
    foreign = {"text": "Who?", "expected": [{"document_id": new_id()}]}
    assert (await api.post(f"{path}/questions", json=foreign)).status_code == 404
    for route in (f"/projects/{new_id()}/questions", f"/projects/{new_id()}/runs", f"/projects/runs/{new_id()}"):
        assert (await api.get(route)).status_code == 404


async def test_says_how_much_room_is_left(api: httpx.AsyncClient, place: dict[str, str]) -> None:
    assert place
    room = (await api.get("/knowledge/room")).json()
    assert (room["documents"], room["documents_most"], room["bytes"]) == (1, 10_000, len(b"Bees dance."))
    assert room["bytes_most"] > 1_000_000
