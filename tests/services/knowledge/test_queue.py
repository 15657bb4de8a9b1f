"""The queue is fair, survives what happens to processes, and ends when it is told to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from chat_app import models
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import Fetched
from chat_app.integrations.reading.port import ParsedDocument
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.worker import MOST_ATTEMPTS
from tests.services.knowledge.conftest import House, paragraphs


def job(house: House, document_id: str) -> models.IngestionJob:
    return house.db.read_now(lambda session: session.get_one(models.IngestionJob, document_id))


async def until(condition) -> None:
    async with asyncio.timeout(15):
        while not condition():
            await asyncio.sleep(0.01)


async def test_one_document_of_somebody_does_not_wait_for_many_of_another(house: House):
    ada, bob = house.person(), house.person("Bob")
    for number in range(12):
        await house.add(ada, f"text {number}", f"ada {number}.txt")
    await house.add(bob, "one text", "bob.txt")
    await house.parts.worker.work()
    assert house.reader.read_names.index("bob.txt") <= 2
    assert len(house.reader.read_names) == 13


async def test_a_job_whose_process_died_is_taken_up_again_and_given_up_after_three(house: House):
    ada = house.person()
    document = await house.add(ada, paragraphs("Alpha"))
    for attempt in range(1, MOST_ATTEMPTS + 1):
        held = await house.db.write(lambda session: queue.claim(session, document.id, ada.user_id, house.clock()))
        assert held is not None
        assert held.attempts == attempt
        assert await house.parts.worker.recover() == 0
        house.now += timedelta(minutes=2)
        assert await house.parts.worker.recover() == 1
    found = await house.documents.get(ada, document.id)
    assert (found.state, found.problem) == ("failed", "document.gave_up")
    await house.parts.reading.retry(ada, document.id)
    await house.parts.worker.work()
    assert (await house.documents.get(ada, document.id)).state == "ready"


async def test_who_lost_the_claim_writes_nothing_any_more(house: House):
    ada = house.person()
    document = await house.add(ada, paragraphs("Alpha"))
    held = await house.db.write(lambda session: queue.claim(session, document.id, ada.user_id, house.clock()))
    assert held is not None
    house.now += timedelta(minutes=2)
    await house.parts.worker.work()
    before = job(house, document.id).model_dump()
    await house.parts.worker._attempt(held)
    assert job(house, document.id).model_dump() == before
    assert house.differences() == (set(), set())


async def test_cancelling_ends_what_runs_at_once(house: House):
    ada, began = house.person(), asyncio.Event()

    async def hang(path: Path, name: str, folder: Path) -> ParsedDocument:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    house.reader.read = hang  # type: ignore[method-assign]
    document, waiting = await house.add(ada, "text"), await house.add(ada, "other", "b.txt")
    house.parts.worker.start()
    await asyncio.wait_for(began.wait(), 15)
    assert await house.parts.reading.cancel(ada, [document.id, waiting.id]) == 2
    assert [(await house.documents.get(ada, each.id)).state for each in (document, waiting)] == ["cancelled", "cancelled"]
    assert not house.parts.worker._running
    assert house.count(models.Chunk) == [0]


async def test_vectors_that_cannot_be_made_are_tried_three_times_and_then_come_later(house: House):
    ada = house.person()
    assert house.embedder
    house.embedder.is_away = True
    document = await house.add(ada, paragraphs("Alpha"))
    for _ in range(MOST_ATTEMPTS):
        await house.parts.worker.work()
        house.now += timedelta(minutes=2)
    assert (await house.documents.get(ada, document.id)).state == "ready"
    assert "document.log.without_vectors" in [line.key for line in await house.documents.log(ada, document.id)]
    assert house.count(models.ChunkEmbedding) == [0]
    house.embedder.is_away = False
    assert await house.parts.filler.run() > 0
    assert all(point.dense for point in house.index().points.values())


async def test_what_an_address_shows_is_read_and_read_again(house: House, monkeypatch):
    ada, shown = house.person(), ["<h1>Opening hours</h1><p>From nine to five.</p>"]

    async def check(url: str, **_: object) -> str:
        return url

    async def get(url: str, **_: object) -> Fetched:
        if not shown:
            raise AddressRefusedError
        return Fetched(url, 200, "text/html", shown[0].encode(), {"etag": "1"})

    monkeypatch.setattr(house.parts.doors.outbound, "check", check)
    monkeypatch.setattr(house.parts.doors.outbound, "get", get)
    made = await house.parts.texts.add_address(ada, "https://example.org/hours")
    await house.parts.worker.work()
    document = await house.documents.get(ada, made.id)
    assert (document.state, document.name, document.version) == ("ready", "hours.html", 1)
    shown[0] = "<h1>Opening hours</h1><p>Closed.</p>"
    again = await house.parts.texts.add_address(ada, "https://example.org/hours")
    await house.parts.worker.work()
    document = await house.documents.get(ada, made.id)
    assert (again.id, document.version) == (made.id, 2)
    shown.clear()
    await house.parts.reading.retry(ada, made.id)
    for _ in range(MOST_ATTEMPTS):
        await house.parts.worker.work()
        house.now += timedelta(minutes=2)
    document = await house.documents.get(ada, made.id)
    assert (document.state, document.problem, document.passages) == ("failed", "document.address_failed", 1)


async def test_a_bug_is_tried_again_and_then_told(house: House):
    async def stumble(path: Path, name: str, folder: Path) -> ParsedDocument:
        raise RuntimeError

    house.reader.read = stumble  # type: ignore[method-assign]
    ada = house.person()
    document = await house.add(ada, "text")
    for _ in range(MOST_ATTEMPTS):
        await house.parts.worker.work()
        house.now += timedelta(minutes=2)
    assert (await house.documents.get(ada, document.id)).problem == "document.unexpected"
    lines = house.db.read_now(lambda session: session.exec(select(models.IngestionLine.key).order_by(col(models.IngestionLine.id))).all())
    assert list(lines)[1:] == ["document.log.later", "document.log.later", "document.unexpected"]
