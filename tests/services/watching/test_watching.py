"""Files of a watched folder come, change and go, and their documents with them."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.knowledge.dto import DocumentFilter
from chat_app.services.watching import looking
from chat_app.services.watching.errors import LookingError, PlaceRefusedError, WatchedAlreadyError, WatchedFolderNotFoundError
from chat_app.services.watching.listing import Listing, copy_out, list_files
from chat_app.services.watching.service import Documents
from tests.services.knowledge.conftest import paragraphs
from tests.services.watching.conftest import Watch


async def test_files_become_documents_change_and_go_with_them(watch: Watch):
    project = watch.house.project(watch.admin)
    watch.write("a.txt", paragraphs("Alpha"))
    watch.write("deep/er/b.txt", paragraphs("Beta"))
    made = await watch.service.add(watch.admin, str(watch.root), project)
    assert (await watch.look(made.id)).taken == 2
    first = await watch.documents()
    assert {(each.source, each.folder_id, each.state) for each in first.values()} == {("watch", project, "ready")}
    assert (await watch.look(made.id)).taken == 0
    watch.write("a.txt", paragraphs("Alpha", "Gamma"), at=time.time() - 50)
    (watch.root / "deep/er/b.txt").unlink()
    found = await watch.look(made.id)
    assert (found.taken, found.gone, found.problem) == (1, 1, "")
    documents = await watch.documents()
    assert {name: (each.id, each.version) for name, each in documents.items()} == {"a.txt": (first["a.txt"].id, 2)}
    assert set(await watch.documents(in_trash=True)) == {"b.txt"}
    watch.write("deep/er/b.txt", paragraphs("Beta"))
    assert (await watch.look(made.id)).taken == 1
    back = (await watch.documents())["b.txt"]
    assert (back.id, back.version, back.state) == (first["b.txt"].id, 1, "ready")
    assert (await watch.service.list(watch.admin)).items[0].documents == 2


async def test_what_a_person_threw_away_stays_away_until_its_file_changes(watch: Watch):
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root))
    await watch.look(made.id)
    document = (await watch.documents())["a.txt"]
    await watch.house.parts.trash.delete(watch.admin, [document.id])
    assert (await watch.look(made.id)).taken == 0
    assert await watch.documents() == {}
    watch.write("a.txt", paragraphs("Beta"), at=time.time() - 50)
    await watch.look(made.id)
    assert (await watch.documents())["a.txt"].version == 2


async def test_links_pipes_and_hidden_files_are_no_documents(watch: Watch):
    outside = watch.house.folder / "secret.txt"
    outside.write_text("secret")
    (watch.house.folder / "elsewhere").mkdir()
    (watch.house.folder / "elsewhere" / "b.txt").write_text("secret")
    (watch.root / "link.txt").symlink_to(outside)
    (watch.root / "folder").symlink_to(watch.house.folder / "elsewhere")
    os.mkfifo(watch.root / "pipe.txt")
    for name in (".hidden.txt", "~$open.docx", "Thumbs.db", "two\nlines.txt"):
        watch.write(name, "hidden")
    watch.write("growing.txt", "not whole yet", at=time.time())
    made = await watch.service.add(watch.admin, str(watch.root))
    found = await watch.look(made.id)
    assert (found.taken, found.left, found.refused) == (0, 1, ())


async def test_a_file_that_became_a_link_meanwhile_is_not_followed(watch: Watch, monkeypatch: pytest.MonkeyPatch):
    secret = watch.house.folder / "secret.txt"
    secret.write_text("secret")
    watch.write("in/a.txt", "harmless")
    made = await watch.service.add(watch.admin, str(watch.root))
    listed = looking.list_files

    def then_swapped(root: Path) -> Listing:
        found = listed(root)
        (watch.root / "in").rename(watch.root / "old")
        (watch.root / "in").symlink_to(watch.house.folder)
        (watch.house.folder / "a.txt").write_text("secret")
        return found

    monkeypatch.setattr(looking, "list_files", then_swapped)
    found = await watch.look(made.id)
    assert (found.taken, [each.problem for each in found.refused]) == (0, ["watching.file_unreadable"])


async def test_a_folder_that_is_gone_takes_no_documents_along(watch: Watch):
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root))
    await watch.look(made.id)
    watch.root.rename(watch.root.parent / "away")
    assert (await watch.look(made.id)).problem == "watching.outside"
    (watch.root.parent / "other").mkdir()
    watch.root.symlink_to(watch.root.parent / "other")
    assert (await watch.look(made.id)).problem == "watching.gone"
    assert set(await watch.documents()) == {"a.txt"}
    assert (await watch.service.list(watch.admin)).items[0].problem == "watching.gone"


async def test_what_is_refused_says_why_and_keeps_nothing_else_out(watch: Watch, monkeypatch: pytest.MonkeyPatch):
    watch.write("a.txt", "x" * 1_000_001)
    watch.write("b.txt", paragraphs("Beta"))
    watch.write("c.txt", "")
    made = await watch.service.add(watch.admin, str(watch.root))
    found = await watch.look(made.id)
    assert [(each.name, each.problem) for each in found.refused] == [("a.txt", "attachment.too_large"), ("c.txt", "attachment.empty")]
    assert (found.taken, found.problem) == (1, "watching.some_refused")
    copied = list[str]()
    monkeypatch.setattr(looking, "copy_out", lambda _root, path, *_rest: copied.append(path) or "mark")
    watch.house.now += timedelta(minutes=1)
    await watch.service.run()
    assert copied == []
    assert (await watch.service.list(watch.admin)).items[0].problem == "watching.some_refused"


async def test_a_look_takes_only_so_many(watch: Watch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking, "TAKEN_AT_ONCE", 2)
    for number in range(3):
        watch.write(f"{number}.txt", f"Text {number}")
    made = await watch.service.add(watch.admin, str(watch.root))
    first, second = await watch.look(made.id), await watch.look(made.id)
    assert (first.taken, first.left, second.taken, second.left) == (2, 1, 1, 0)


async def test_only_folders_below_the_named_places_are_watched(watch: Watch):
    inner = watch.root / "inner"
    inner.mkdir()
    (watch.root.parent / "link").symlink_to(watch.house.folder)
    data = watch.root.parent / "data"
    data.mkdir()
    watch.places._own = data
    for path in (
        "/etc",
        str(watch.house.folder),
        f"{watch.root}/../../..",
        f"{watch.root.parent}/link",
        "relative",
        f"{watch.root}/none",
        "\0",
    ):
        with pytest.raises(PlaceRefusedError) as refused:
            await watch.service.add(watch.admin, path)
        assert refused.value.key == "watching.outside"
    for path in (data, watch.root.parent):
        with pytest.raises(PlaceRefusedError) as refused:
            await watch.service.add(watch.admin, str(path))
        assert refused.value.key == "watching.own"
    await watch.service.add(watch.admin, str(inner))
    for path in (watch.root, inner):
        with pytest.raises(WatchedAlreadyError):
            await watch.service.add(watch.admin, str(path))
    watch.places._allowed = ()
    with pytest.raises(PlaceRefusedError) as refused:
        await watch.service.add(watch.admin, str(watch.root))
    assert refused.value.key == "watching.no_places"


async def test_only_administrators_may(watch: Watch):
    ada = watch.house.person()
    made = await watch.service.add(watch.admin, str(watch.root))
    for attempt in (
        watch.service.list(ada),
        watch.service.add(ada, str(watch.root)),
        watch.service.change(ada, made.id, str(watch.root)),
        watch.service.remove(ada, made.id),
        watch.service.look(ada, made.id),
        watch.service.add(watch.admin, str(watch.root), watch.house.project(ada)),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    with pytest.raises(WatchedFolderNotFoundError):
        await watch.service.look(watch.admin, "other")


async def test_who_administers_no_more_brings_nothing_in(watch: Watch):
    watch.write("a.txt", "Text")
    made = await watch.service.add(watch.admin, str(watch.root))
    watch.house.db.write_now(lambda session: session.connection().exec_driver_sql("UPDATE users SET role = 'user'"))
    assert (await watch.look(made.id)).problem == "watching.owner"
    assert watch.house.count(models.Document) == [0]


async def test_who_takes_a_folder_over_gets_its_documents(watch: Watch):
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root))
    await watch.look(made.id)
    other = watch.admin_named("Other")
    project = watch.house.project(other)
    await watch.service.change(other, made.id, str(watch.root), project)
    await watch.look(made.id)
    assert await watch.documents() == {}
    assert (await watch.documents(other))["a.txt"].folder_id == project


async def test_a_moved_document_goes_back_to_its_project(watch: Watch):
    project, other = watch.house.project(watch.admin), watch.house.project(watch.admin)
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root), project)
    await watch.look(made.id)
    await watch.service.change(watch.admin, made.id, str(watch.root), other)
    await watch.look(made.id)
    assert [each.folder_id for each in (await watch.documents()).values()] == [other]


@pytest.mark.parametrize(("documents", "left"), [("keep", {"a.txt"}), ("trash", set())])
async def test_a_folder_that_is_watched_no_longer(watch: Watch, documents: Documents, left: set[str]):
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root))
    await watch.look(made.id)
    await watch.service.remove(watch.admin, made.id, documents)
    found = (await watch.house.documents.list(watch.admin, DocumentFilter())).items
    assert ({each.name for each in found}, {each.source for each in found} <= {"upload"}) == (left, True)
    assert watch.house.count(models.WatchedFolder) == [0]
    actions = watch.house.db.read_now(
        lambda session: session.connection().exec_driver_sql("SELECT action FROM audit_entries ORDER BY seq").scalars().all()
    )
    assert actions == ["watched_folder.add", "watched_folder.remove"]


async def test_two_looks_do_not_take_the_same_file_twice(watch: Watch):
    watch.write("a.txt", paragraphs("Alpha"))
    made = await watch.service.add(watch.admin, str(watch.root))
    await watch.look(made.id)
    with pytest.raises(LookingError):
        await watch.service.look(watch.admin, made.id)
    assert watch.house.count(models.Document) == [1]


def test_a_folder_above_that_became_a_link_leads_nowhere(watch: Watch):
    root = watch.write("deep/a.txt", "mine").parent
    (watch.house.folder / "outside/documents/deep").mkdir(parents=True)
    (watch.house.folder / "outside/documents/deep/a.txt").write_text("secret")
    assert list_files(root).marks.keys() == {"a.txt"}
    watch.root.parent.rename(watch.house.folder / "moved")
    watch.root.parent.symlink_to(watch.house.folder / "outside")
    with pytest.raises(OSError, match="srv"):
        list_files(root)
    with pytest.raises(OSError, match="srv"):
        copy_out(root, "a.txt", watch.house.folder / "got", 1_000_000)
    assert not (watch.house.folder / "got").exists()
