"""The index follows the rows, whatever happens on the way; and nothing stays behind."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlmodel import delete, select

from chat_app import models
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.knowledge.removal import remove_documents
from chat_app.services.workspace.folders import FolderService
from tests.services.knowledge.conftest import House, LetterEmbedder, paragraphs
from tests.services.sharing.test_shares import NothingRuns

MANY = int(os.environ.get("PARLEY_DOCUMENTS", "100"))


async def test_an_index_that_is_away_gets_everything_later(house: House):
    ada = house.person()
    await house.read(ada, paragraphs("Alpha"))
    house.index().is_away = True
    document = await house.read(ada, paragraphs("Beta"), "b.txt")
    assert document.state == "ready"
    assert house.differences()[0]
    house.index().is_away = False
    await house.parts.reconciler.work()
    assert house.differences() == (set(), set())


async def test_an_index_that_was_lost_is_filled_from_the_database(house: House):
    ada = house.person()
    await house.read(ada, paragraphs("Alpha", "Beta"))
    assert house.embedder
    house.embedder.texts.clear()
    house.reader.read_names.clear()
    before = house.index().points
    await house.indexes.keep_only([])
    assert await house.parts.reindex() == 1
    assert house.index().points == before
    assert (house.embedder.texts, house.reader.read_names) == ([], [])


async def test_another_model_is_filled_beside_the_old_one_before_it_serves(house: House):
    ada = house.person()
    for name in ("Alpha", "Beta"):
        await house.read(ada, paragraphs(name), f"{name}.txt")
    old = house.indexes.name
    newer = House(house.db, house.folder, house.now, LetterEmbedder("vowels", 5), house.indexes, house.reader)
    await newer.read(ada, paragraphs("Gamma"), "c.txt")
    assert house.indexes.name == old
    assert len(house.indexes.made) == 2
    serving, maker = await newer.parts.generations.serving()
    assert (serving.model, maker) == ("letters", None)
    assert {point.id for point in serving.index.points.values()} == {point.id for point in house.index().points.values()}  # type: ignore[attr-defined]
    await newer.parts.filler.run()
    assert house.indexes.name != old
    assert list(house.indexes.made) == [house.indexes.name]
    assert newer.differences() == (set(), set())
    assert all(len(point.dense or ()) == 5 for point in newer.index("vowels").points.values())
    report = await newer.parts.orphans.run()
    assert report.embeddings == 4
    assert (await newer.parts.orphans.run()).is_clean
    await newer.parts.close()


async def test_the_nightly_check_finds_and_mends_what_is_wrong_both_ways(house: House):
    ada = house.person()
    keep, lose, strange = [await house.read(ada, paragraphs(name), f"{name}.txt") for name in ("Alpha", "Beta", "Gamma")]
    assert (await house.parts.orphans.run()).is_clean
    stuck = await house.add(ada, "never begun", "stuck.txt")
    house.db.write_now(lambda session: session.exec(delete(models.IngestionJob).where(models.IngestionJob.document_id == stuck.id)))
    index, chunks = house.index(), (await house.passages.list(ada, keep.id)).items
    del index.points[chunks[0].id]
    house.db.write_now(lambda session: (remove_documents(session, [strange.id], house.now), session.exec(delete(models.IndexTask))))
    await house.blobs.delete(lose.sha256)
    old = datetime(2020, 1, 1, tzinfo=UTC)
    content = models.DocumentContent(id="c", sha256="0" * 64, reader="1", text="loose", layout=b"", created_at=old)
    house.db.write_now(lambda session: session.add_all([content, models.ChunkEmbedding(text_hash="x", model="letters", vector=b"")]))
    report = await house.parts.orphans.run()
    found = {name: value for name, value in asdict(report).items() if value and name not in {"documents", "points"}}
    assert found == {
        "missing_points": 1,
        "surplus_points": strange.passages,
        "contents": 1,
        "embeddings": 1,
        "stuck": 1,
        "blobs": 1,
        "missing_blobs": [lose.id],
    }
    assert house.differences() == (set(), set())
    await house.parts.worker.work()
    assert (await house.documents.get(ada, stuck.id)).state == "ready"


async def test_documents_go_with_their_folder_and_come_back_with_it(house: House):
    ada = house.person()
    project = house.project(ada)
    inside, outside = await house.read(ada, paragraphs("Alpha"), folder_id=project), await house.read(ada, paragraphs("Beta"), "b.txt")
    folders = FolderService(house.db, ChangeFeed(), NothingRuns(), house.clock)
    removal = await folders.delete(ada, project, keep_chats=False)
    await house.parts.reconciler.work()
    assert {point.document_id for point in house.index().points.values()} == {outside.id}
    await folders.restore(ada, removal)
    await house.parts.reconciler.work()
    assert {point.folder_id for point in house.index().points.values()} == {project, None}
    removal = await folders.delete(ada, project, keep_chats=True)
    await house.parts.reconciler.work()
    assert {point.folder_id for point in house.index().points.values()} == {None}
    await folders.restore(ada, removal)
    assert (await house.documents.get(ada, inside.id)).folder_id == project
    await folders.delete(ada, project, keep_chats=False)
    house.now += timedelta(days=31)
    await folders.purge(timedelta(days=30))
    assert await house.parts.trash.purge(timedelta(days=30)) == 1
    await house.parts.reconciler.work()
    assert {point.document_id for point in house.index().points.values()} == {outside.id}


async def test_a_person_with_many_documents_leaves_nothing(house: House):
    ada, bob = house.person(), house.person("Bob")
    for number in range(MANY):
        await house.add(ada, f"Text {number} of a person.", f"{number}.txt")
    await house.add(ada, "A text that both have.", "both.txt")
    await house.read(bob, "A text that both have.", "both.txt")
    assert (await house.documents.standing(ada)).counts == {"ready": MANY + 1}
    assert len(house.index().points) == MANY + 2
    ids = house.db.read_now(
        lambda session: list(session.exec(select(models.Document.id).where(models.Document.owner_id == ada.user_id)).all())
    )
    for start in range(0, len(ids), 10):
        house.db.write_now(lambda session, part=ids[start : start + 10]: remove_documents(session, part, house.now))
    report = await house.parts.orphans.run()
    assert (report.blobs, report.surplus_points, report.contents, report.embeddings) == (MANY, 0, 0, 0)
    tables = (models.Document, models.Chunk, models.DocumentContent, models.ChunkEmbedding, models.IngestionJob, models.IndexTask)
    assert house.count(*tables) == [1, 1, 1, 1, 1, 0]
    assert house.differences() == (set(), set())
    assert len([blob async for blob in house.blobs.list()]) == 1
