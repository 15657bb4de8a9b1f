"""From a file to passages that are found, and back to nothing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from chat_app import models
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.vectors.port import IndexFilter
from chat_app.services.knowledge.dto import DocumentFilter
from chat_app.services.knowledge.errors import DocumentBusyError, DocumentNotFoundError
from chat_app.services.lexical.encoding import sparse_query
from tests.services.knowledge.conftest import House, paragraphs, pieces


async def found(house: House, word: str, where: IndexFilter) -> set[str]:
    index = house.indexes.made[house.indexes.name or ""]
    return {hit.document_id for hit in await index.search_sparse(sparse_query(word, "en"), where, 10)}


async def test_a_file_is_read_cut_embedded_and_found(house: House):
    ada = house.person()
    added = await house.add(ada, paragraphs("Alpha", "Beta"), "notes.txt")
    assert (added.state, added.progress.stage if added.progress else "") == ("waiting", "reading")
    await house.parts.worker.work()
    document = await house.documents.get(ada, added.id)
    assert (document.state, document.version, document.progress, document.language) == ("ready", 1, None, "en")
    passages = (await house.passages.list(ada, document.id)).items
    assert document.passages == len(passages) > 1
    assert document.tokens == sum(passage.tokens for passage in passages)
    assert house.differences() == (set(), set())
    point = house.index().points[passages[0].id]
    assert (point.owner_id, point.folder_id, len(point.dense or ())) == (ada.user_id, None, 4)
    assert await found(house, "beta", IndexFilter(owner=ada.user_id)) == {document.id}
    log = [line.key for line in await house.documents.log(ada, document.id)]
    assert log == [f"document.log.{name}" for name in ("came", "read", "embedded", "cut", "done")]
    assert house.changes.count(ada.user_id) > 0
    await house.parts.reconciler.work()
    assert house.count(models.IndexTask) == [0]


async def test_the_same_bytes_are_stored_and_read_once(house: House):
    ada, bob = house.person(), house.person("Bob")
    first = await house.read(ada, paragraphs("Alpha"))
    again = await house.add(ada, paragraphs("Alpha"), "other name.txt")
    assert again.id == first.id
    other = await house.read(bob, paragraphs("Alpha"))
    assert other.id != first.id
    assert len(house.reader.read_names) == 1
    assert len(house.embedder.texts) == len(set(house.embedder.texts))
    assert house.count(models.DocumentContent, models.Document) == [1, 2]
    assert len([blob async for blob in house.blobs.list()]) == 1


async def test_a_new_version_keeps_what_did_not_change(house: House):
    ada = house.person()
    document = await house.read(ada, paragraphs("Alpha", "Beta", "Gamma", "Delta"), "book/a.txt")
    before = (await house.passages.list(ada, document.id)).items
    await house.passages.edit(ada, before[0].id, "Alpha, corrected by a person.")
    await house.passages.enable(ada, before[1].id, enabled=False)
    assert await house.parts.filler.run() == 1
    house.embedder.texts.clear()
    puts = house.index().puts
    newer = await house.read(ada, paragraphs("Alpha", "Beta", "Gamma", "Omega"), "book/a.txt")
    after = (await house.passages.list(ada, document.id)).items
    assert (newer.id, newer.version, newer.state) == (document.id, 2, "ready")
    assert [passage.id for passage in after[:3]] == [passage.id for passage in before[:3]]
    assert (after[0].text, after[0].edited, after[1].enabled) == ("Alpha, corrected by a person.", True, False)
    assert {text for text in house.embedder.texts if "Omega" not in text} == {before[0].text}
    assert house.index().puts - puts == len(after) - len({row.id for row in before} & {row.id for row in after}) < len(after)
    assert house.differences() == (set(), set())
    assert house.count(models.DocumentContent) == [1]
    assert "Delta" not in str(house.db.read_now(lambda session: session.connection().exec_driver_sql("SELECT text FROM chunks").all()))
    reset = await house.passages.reset(ada, after[0].id)
    assert (reset.text, reset.edited) == (before[0].text, False)


async def test_a_file_of_the_same_name_is_another_document_unless_it_shall_replace_it(house: House):
    ada = house.person()
    first = await house.read(ada, "one", "scan.txt")
    second = await house.read(ada, "two", "scan.txt")
    assert first.id != second.id
    third = await house.add(ada, "three", "scan.txt", replace=True)
    assert third.id == second.id


async def test_who_switches_off_moves_or_deletes_changes_what_is_found(house: House):
    ada = house.person()
    project, own = house.project(ada), IndexFilter(owner=ada.user_id)
    document = await house.read(ada, paragraphs("Alpha"))
    for enabled in (False, True):
        await house.documents.enable(ada, document.id, enabled=enabled)
        await house.parts.reconciler.work()
        assert bool(await found(house, "alpha", own)) is enabled
    assert await house.documents.move(ada, [document.id], project) == 1
    await house.parts.reconciler.work()
    assert await found(house, "alpha", own) == set()
    assert await found(house, "alpha", IndexFilter(folders=frozenset({project}))) == {document.id}
    assert await house.parts.trash.delete(ada, [document.id]) == 1
    await house.parts.reconciler.work()
    assert not house.index().points
    with pytest.raises(DocumentNotFoundError):
        await house.documents.get(ada, document.id)
    assert [row.id for row in (await house.documents.list(ada, DocumentFilter(in_trash=True))).items] == [document.id]
    assert await house.parts.trash.restore(ada, [document.id]) == 1
    await house.parts.reconciler.work()
    assert house.differences() == (set(), set())
    await house.parts.trash.delete(ada, [document.id])
    house.now += timedelta(days=31)
    assert await house.parts.trash.purge(timedelta(days=30)) == 1
    await house.parts.reconciler.work()
    await house.sweeper.sweep()
    assert house.count(models.Document, models.Chunk, models.DocumentContent, models.ChunkEmbedding, models.IndexTask) == [0] * 5
    assert [blob async for blob in house.blobs.list()] == []
    assert not house.index().points


async def test_nobody_reaches_documents_of_others(house: House):
    ada, bob = house.person(), house.person("Bob")
    document = await house.read(ada, paragraphs("Alpha"))
    passage = (await house.passages.list(ada, document.id)).items[0]
    for attempt in (
        house.documents.get(bob, document.id),
        house.documents.log(bob, document.id),
        house.documents.content(bob, document.id),
        house.documents.rename(bob, document.id, "mine"),
        house.documents.enable(bob, document.id, enabled=False),
        house.parts.reading.retry(bob, document.id),
        house.passages.list(bob, document.id),
        house.passages.get(bob, passage.id),
        house.passages.edit(bob, passage.id, "mine"),
        house.passages.reset(bob, passage.id),
        house.documents.move(bob, [], house.project(ada)),
        house.parts.texts.paste(bob, "text", "name", house.project(ada)),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    for count in (
        house.parts.trash.delete(bob, [document.id], for_good=True),
        house.parts.reading.cancel(bob, [document.id]),
        house.parts.trash.restore(bob, [document.id]),
        house.documents.move(bob, [document.id], ""),
    ):
        assert await count == 0
    assert (await house.documents.list(bob)).items == []
    assert (await house.documents.get(ada, document.id)) == document


async def test_people_of_a_project_do_with_its_documents_what_their_role_allows(house: House):
    ada, bob = house.person(), house.person("Bob")
    project = house.project(ada)
    document = await house.read(ada, paragraphs("Alpha"), folder_id=project)
    passage = (await house.passages.list(ada, document.id)).items[0]
    house.share(project, bob, "viewer")
    assert [row.id for row in (await house.documents.list(bob)).items] == [document.id]
    assert await house.parts.trash.delete(bob, [document.id]) == 0
    for attempt in (house.passages.edit(bob, passage.id, "mine"), house.parts.texts.paste(bob, "text", "name", project)):
        with pytest.raises(NotFoundError):
            await attempt
    house.share(project, bob, "editor")
    assert (await house.passages.edit(bob, passage.id, "ours")).text == "ours"
    theirs = await house.read(bob, paragraphs("Beta"), "b.txt", project)
    assert {row.id for row in (await house.documents.list(ada)).items} == {document.id, theirs.id}
    house.share(project, bob, "")
    assert [row.id for row in (await house.documents.list(bob)).items] == [theirs.id]
    for refused in (house.documents.get(bob, document.id), house.documents.move(bob, [theirs.id], project)):
        with pytest.raises(NotFoundError):
            await refused


async def test_a_zip_becomes_the_files_in_it(house: House):
    ada, data = house.person(), BytesIO()
    with ZipFile(data, "w") as archive:
        for name in ("a.txt", "deep/b.txt", "__MACOSX/a.txt", ".hidden", "deep/"):
            archive.writestr(name, name)
    added = await house.adding.add(ada, pieces(data.getvalue()), "all.zip")
    assert [document.name for document in added.documents] == ["a.txt", "b.txt"]
    bomb = BytesIO()
    with ZipFile(bomb, "w", 8) as archive:
        archive.writestr("zeros.txt", b"0" * 30_000_000)
    refused = await house.adding.add(ada, pieces(bomb.getvalue()), "bomb.zip")
    assert [each.problem for each in refused.refused] == ["attachment.too_complex"]
    broken = await house.adding.add(ada, pieces(data.getvalue()[:-30]), "broken.zip")
    await house.parts.worker.work()
    assert (await house.documents.get(ada, broken.documents[0].id)).state == "failed"


async def test_there_is_room_for_so_much_and_so_many(house: House):
    from chat_app.services.site.knowledge_section import Knowledge

    ada = house.person()
    await house.site.save(type(ada)("root", permissions=frozenset({"admin.providers"})), Knowledge(documents_per_person=2))
    for number in range(2):
        await house.add(ada, f"x{number}" * 400_000)
    third = await house.adding.add(ada, pieces(b"y" * 700_000), "c.txt")
    assert [each.problem for each in third.refused] == ["attachment.storage_full"]
    fourth = await house.adding.add(ada, pieces(b"small"), "d.txt")
    assert [each.problem for each in fourth.refused] == ["document.too_many"]
    large = await house.adding.add(ada, pieces(b"z" * 1_000_001), "e.txt")
    assert [each.problem for each in large.refused] == ["attachment.too_large"]
    with pytest.raises(InvalidInputError):
        await house.parts.texts.paste(ada, "  ", "")


async def test_pages_of_documents_and_passages_follow_each_other(house: House):
    ada = house.person()
    ids = [(await house.add(ada, f"text {number}", f"{number}.txt")).id for number in range(5)]
    await house.parts.worker.work()
    seen, cursor = [], ""
    while True:
        page = await house.documents.list(ada, None, cursor, 2)
        seen += [document.id for document in page.items]
        if not (cursor := page.next_cursor):
            break
    assert seen == ids[::-1]
    assert [row.name for row in (await house.documents.list(ada, DocumentFilter(words="3.TXT"))).items] == ["3.txt"]
    assert (await house.documents.standing(ada)).counts == {"ready": 5}
    long = await house.read(ada, paragraphs("A", "B", "C"), "long.txt")
    first = await house.passages.list(ada, long.id, "", 2)
    second = await house.passages.list(ada, long.id, first.next_cursor, 2)
    assert [row.number for row in (*first.items, *second.items)] == list(range(long.passages))[:4]


async def test_what_failed_says_why_and_can_be_tried_again(house: House):
    ada = house.person()
    document = await house.read(ada, "\0\1\2\3" * 100, "a.bin")
    assert (document.state, document.problem) == ("failed", "attachment.unsupported")
    again = await house.parts.reading.retry(ada, document.id)
    assert again.state == "waiting"
    with pytest.raises(DocumentBusyError):
        await house.parts.reading.retry(ada, document.id)
    await house.parts.worker.work()
    assert (await house.documents.get(ada, document.id)).state == "failed"
