"""Nobody is given what they may not read, whatever the index says and whatever their chat names."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval import passage_queries
from chat_app.services.retrieval.place_queries import everything, places
from chat_app.services.retrieval.scopes import KINDS, Scope
from tests.services.retrieval.conftest import EVERYTHING, Library

CANARY = "The secret canary of {} sings at dawn."


async def test_a_project_is_its_folder_with_those_above_and_below(library: Library):
    ada = library.person()
    top = library.nest(ada)
    here, beside = library.nest(ada, top), library.nest(ada, top)
    below = library.nest(ada, here)
    texts = {
        folder: (await library.read(ada, CANARY.format(folder or "nobody"), "a.txt", folder)).id
        for folder in (top, here, beside, below, "")
    }
    usual = Scope()
    assert await library.found(ada, "secret canary", usual, folder_id=here) == {texts[top], texts[here], texts[below]}
    assert await library.found(ada, "secret canary", usual, folder_id=beside) == {texts[top], texts[beside]}
    assert await library.found(ada, "secret canary", EVERYTHING) == set(texts.values())
    chosen = Scope("documents", (texts[beside], texts[""], "unheard of"))
    assert await library.found(ada, "secret canary", chosen, folder_id=here) == {texts[beside], texts[""]}
    for nothing in (Scope("none"), Scope("documents"), usual):
        retrieved = await library.ask(ada, "secret canary", nothing)
        assert (retrieved.sources, retrieved.searched, retrieved.failed) == ((), False, "")


async def test_each_is_given_their_own_in_every_scope(library: Library):
    people = [library.person(name) for name in ("Ada", "Bob", "Cem", "Dora", "Eve")]
    mine: dict[str, set[str]] = {}
    folders: dict[str, str] = {}
    for person in people:
        folder = folders[person.user_id] = library.nest(person)
        documents = [await library.read(person, CANARY.format(person.name), "a.txt", where) for where in ("", folder)]
        mine[person.user_id] = {document.id for document in documents}
    everybody = tuple(set().union(*mine.values()))
    for person, kind, other in product(people, KINDS, people):
        scope = Scope(kind, everybody, pinned_ids=everybody[:20])
        retrieved = await library.ask(person, "secret canary", scope, folder_id=folders[other.user_id])
        assert {source.document_id for source in retrieved.sources} <= mine[person.user_id]
        assert all(person.name in source.text for source in retrieved.sources)
        named = {hit.document_id for step in retrieved.trace.steps for hit in step.hits} | {cut.document_id for cut in retrieved.trace.cut}
        assert named | set(retrieved.trace.pinned) <= mine[person.user_id]


async def test_what_is_shared_is_found_until_it_is_taken_back(library: Library):
    ada, bob = library.person(), library.person("Bob")
    top = library.nest(ada)
    shared = library.nest(ada, top)
    above = await library.read(ada, CANARY.format("above"), "a.txt", top)
    inside = await library.read(ada, CANARY.format("inside"), "b.txt", shared)
    pinned = Scope(pinned_ids=(inside.id, above.id))
    assert await library.found(bob, "secret canary", pinned, folder_id=shared) == set()
    library.share(shared, bob, "viewer")
    for scope in (Scope(), EVERYTHING, Scope("documents", (inside.id, above.id)), pinned):
        assert await library.found(bob, "secret canary", scope, folder_id=shared) == {inside.id}
    library.share(shared, bob, "editor")
    own = await library.read(bob, CANARY.format("of Bob"), "c.txt", shared)
    assert await library.found(ada, "secret canary", folder_id=shared) == {above.id, inside.id, own.id}
    library.share(shared, bob, "")
    assert await library.found(bob, "secret canary", Scope(), folder_id=shared) == set()
    assert await library.found(bob, "secret canary", EVERYTHING) == {own.id}
    with pytest.raises(NotFoundError):
        await library.look(bob, "secret canary", kind="project", folder_id=shared)


async def test_an_index_that_is_behind_shows_nothing(library: Library):
    """Points of Ada's say that they are Bob's: what the index believes is not what is read."""
    ada, bob = library.person(), library.person("Bob")
    foreign = await library.read(ada, CANARY.format("Ada"))
    own = await library.read(bob, CANARY.format("Bob"))
    points = library.index().points
    for point in list(points.values()):
        points[point.id] = replace(point, owner_id=bob.user_id)
    retrieved = await library.ask(bob, "secret canary")
    assert {source.document_id for source in retrieved.sources} == {own.id}
    assert [cut.why for cut in retrieved.trace.cut] == ["gone"]
    stages = await library.look(bob, "secret canary")
    assert {hit.document_id for stage in stages for hit in stage.hits} == {own.id}
    assert stages[-1].hits
    assert foreign.id not in {source.document_id for source in retrieved.sources}


async def test_passages_are_read_by_their_readers_alone(library: Library):
    """Whatever names them: rights may go between the search and the reading."""
    ada, bob = library.person(), library.person("Bob")
    project = library.nest(ada)
    document = await library.read(ada, CANARY.format("Ada"), "a.txt", project)
    ids = list(library.index().points)

    def reading(actor: Actor) -> list[int]:
        def read(session) -> list[int]:
            found = passage_queries.list_passages(session, actor, ids), passage_queries.list_numbered(session, actor, {document.id: [0]})
            return [*map(len, found), len(passage_queries.list_whole(session, actor, document.id))]

        return library.db.read_now(read)

    assert (reading(ada), reading(bob)) == ([1, 1, 1], [0, 0, 0])
    library.share(project, bob, "viewer")
    assert reading(bob) == [1, 1, 1]
    library.share(project, bob, "")
    assert reading(bob) == [0, 0, 0]


@pytest.mark.parametrize("change", ["trash", "disabled", "passage_off", "moved", "folder_trash"])
async def test_what_went_is_not_given_although_the_index_has_it_still(library: Library, change: str):
    ada = library.person()
    project, other = library.nest(ada), library.nest(ada)
    document = await library.read(ada, CANARY.format("Ada"), "a.txt", project)
    stays = await library.read(ada, CANARY.format("all"), "b.txt", project)

    def write(session) -> None:
        row = session.get(models.Document, document.id)
        if change == "trash":
            row.deleted_at = library.now
        elif change == "disabled":
            row.enabled = False
        elif change == "moved":
            row.folder_id = other
        elif change == "passage_off":
            for chunk in session.exec(select(models.Chunk).where(models.Chunk.document_id == document.id)):
                chunk.enabled = False
        else:
            session.get(models.Folder, project).deleted_at = library.now

    assert await library.found(ada, "secret canary", Scope(), folder_id=project) == {document.id, stays.id}
    library.db.write_now(write)
    left = set() if change == "folder_trash" else {stays.id}
    assert (
        await library.found(ada, "secret canary", Scope(pinned_ids=(document.id,) if change != "moved" else ()), folder_id=project) == left
    )
    hits = (await library.look(ada, "secret canary"))[-1].hits
    assert {hit.document_id for hit in hits} == (left | {document.id} if change == "moved" else left)


async def test_folders_by_the_thousand(library: Library):
    """Only those that have documents are named."""
    ada = library.person()
    rows = [models.Folder(id=f"{number:036}", owner_id=ada.user_id, name="x", created_at=library.now) for number in range(3_000)]
    library.db.write_now(lambda session: session.add_all(rows))
    document = await library.read(ada, CANARY.format("Ada"), "a.txt", f"{7:036}")
    where = library.db.read_now(lambda session: everything(session, ada))
    assert where
    assert (where.owner, where.folders, where.documents) == ("", frozenset({f"{7:036}"}), frozenset())
    assert await library.found(ada, "secret canary") == {document.id}


class TestPlaces:
    """Random trees, shares and scopes against a plain rule."""

    @pytest.mark.parametrize("db", ["sqlite"], indirect=True)
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        parents=st.lists(st.integers(-1, 5), min_size=1, max_size=6),
        owners=st.lists(st.booleans(), min_size=6, max_size=6),
        shares=st.sets(st.integers(0, 5)),
        asked=st.integers(0, 5),
        kind=st.sampled_from(KINDS),
    )
    def test_nothing_is_named_that_may_not_be_read(self, library: Library, parents, owners, shares, asked, kind) -> None:
        ada, bob = library.person(), library.person("Bob")
        folders, documents = _planted(library, ada, bob, parents, owners)
        for number in shares & set(range(len(folders))):
            library.share(folders[number], bob, "viewer")
        here = folders[asked % len(folders)]
        where = library.db.read_now(lambda session: places(session, bob, kind, here, documents))
        named = set() if where is None else {one for one in documents if _is_in(library, one, where)}
        allowed = {one for number, one in enumerate(documents) if _may_read(number, parents, owners, shares)}
        around = _around(asked % len(folders), parents, owners)
        expected = {
            "none": set(),
            "everything": allowed,
            "documents": allowed,
            "project": {one for number, one in enumerate(documents) if number in around} & allowed,
        }[kind]
        assert named == expected


def _parent(number: int, parents: list[int], owners: list[bool]) -> int | None:
    """Parents come before their children, and a tree has one owner."""
    parent = parents[number]
    return parent if 0 <= parent < number and owners[parent] == owners[number] else None


def _planted(library: Library, ada: Actor, bob: Actor, parents: list[int], owners: list[bool]) -> tuple[list[str], list[str]]:
    folders, documents = list[str](), list[str]()
    for number in range(len(parents)):
        owner, parent = (bob if owners[number] else ada), _parent(number, parents, owners)
        folders.append(library.nest(owner, "" if parent is None else folders[parent]))
        documents.append(library.bare_document(owner, folders[-1]))
    return folders, documents


def _is_in(library: Library, document_id: str, where) -> bool:
    row = library.db.read_now(lambda session: session.get_one(models.Document, document_id))
    return document_id in where.documents or row.folder_id in where.folders


def _way_up(number: int, parents: list[int], owners: list[bool]) -> set[int]:
    way, at = {number}, _parent(number, parents, owners)
    while at is not None:
        way.add(at)
        at = _parent(at, parents, owners)
    return way


def _may_read(number: int, parents: list[int], owners: list[bool], shares: set[int]) -> bool:
    return owners[number] or bool(_way_up(number, parents, owners) & shares)


def _around(number: int, parents: list[int], owners: list[bool]) -> set[int]:
    below = {other for other in range(len(parents)) if number in _way_up(other, parents, owners)}
    return below | _way_up(number, parents, owners)
