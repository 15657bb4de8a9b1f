"""What every index does, in the process and on a server."""

from __future__ import annotations

import pytest

from chat_app.integrations.vectors.port import IndexFilter, SparseVector, VectorIndex, VectorIndexes
from tests.integrations.vectors.points import DIMENSIONS, name, point

ANN = IndexFilter(owner="ann")
BOTH = IndexFilter(documents=frozenset({"d1", "d2"}))


def in_folders(*folders: str) -> IndexFilter:
    return IndexFilter(folders=frozenset(folders))


async def test_points_are_kept_replaced_and_dropped(index: VectorIndex):
    await index.put([point(number) for number in range(150)])
    await index.put([point(3, revision="2"), point(500, "d2")])
    await index.flush()

    assert await index.all_documents() == {"d1": 150, "d2": 1}
    revisions = await index.ids_of("d1")
    assert set(revisions) == {name(number) for number in range(150)}
    assert [revisions[name(number)] for number in (2, 3)] == ["1", "2"]

    await index.drop([name(0), name(1), name(999)])
    assert await index.count(ANN) == 149
    await index.drop_documents(["d1", "unknown"])
    assert await index.all_documents() == {"d2": 1}
    assert await index.ids_of("d1") == {}


async def test_meaning_is_ranked_by_cosine(index: VectorIndex):
    await index.put([point(1, dense=[1.0, 0.0, 0.0, 0.0]), point(2, dense=[5.0, 5.0, 0.0, 0.0]), point(3, dense=[-1.0, 0.0, 0.0, 0.0])])
    hits = await index.search_dense([2.0, 0.0, 0.0, 0.0], ANN, 10)
    assert [hit.id for hit in hits] == [name(1), name(2), name(3)]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.7071, -1.0], abs=1e-3)
    assert {hit.document_id for hit in hits} == {"d1"}
    assert len(await index.search_dense([2.0, 0.0, 0.0, 0.0], ANN, 2)) == 2


async def test_rare_words_weigh_more_than_common_ones(index: VectorIndex):
    common, rare = 1, 105
    await index.put([point(number) for number in range(20)])
    hits = await index.search_sparse(SparseVector([common, rare], [1.0, 1.0]), ANN, 3)
    assert hits[0].id == name(5)
    assert hits[0].score > 5 * hits[1].score
    assert await index.search_sparse(SparseVector([], []), ANN, 3) == []
    assert await index.search_sparse(SparseVector([4_000_000_000], [1.0]), ANN, 3) == []


async def test_a_text_that_is_not_embedded_yet_is_found_by_its_words(index: VectorIndex):
    await index.put([point(1, dense=None), point(2)])
    assert [hit.id for hit in await index.search_dense([1.0, 0.0, 0.0, 0.0], ANN, 10)] == [name(2)]
    assert [hit.id for hit in await index.search_sparse(SparseVector([101], [1.0]), ANN, 10)] == [name(1)]
    await index.put([point(1)])
    assert len(await index.search_dense([1.0, 0.0, 0.0, 0.0], ANN, 10)) == 2


async def test_only_the_places_named_are_searched(index: VectorIndex):
    await index.put(
        [
            point(1, "d1", owner_id="ann"),
            point(2, "d2", owner_id="ann", folder_id="f1"),
            point(3, "d3", owner_id="bob", folder_id="f1"),
            point(4, "d4", owner_id="bob"),
            point(5, "d5", owner_id="bob", folder_id="f2"),
        ]
    )
    expected = {
        ANN: {1},
        in_folders("f1"): {2, 3},
        IndexFilter(owner="bob", folders=frozenset({"f2"})): {4, 5},
        IndexFilter(documents=frozenset({"d4"})): {4},
        IndexFilter(owner="ann", documents=frozenset({"d5"})): {1, 5},
        IndexFilter(owner="nobody"): set(),
    }
    for where, numbers in expected.items():
        ids = {name(number) for number in numbers}
        assert {hit.id for hit in await index.search_dense([1.0, 0.0, 0.0, 0.0], where, 10)} == ids
        assert {hit.id for hit in await index.search_sparse(SparseVector([1], [1.0]), where, 10)} == ids
        assert await index.count(where) == len(ids)


async def test_a_document_that_moves_is_found_in_its_new_place_only(index: VectorIndex):
    await index.put([point(1, folder_id="f1")])
    await index.put([point(1, folder_id="f2", revision="2")])
    assert (await index.count(in_folders("f1")), await index.count(in_folders("f2"))) == (0, 1)


async def test_what_is_no_vector_is_refused(index: VectorIndex):
    for dense in ([1.0], [float("nan")] * DIMENSIONS, [float("inf"), 0.0, 0.0, 0.0]):
        with pytest.raises(ValueError):
            await index.put([point(1), point(2, dense=dense)])
        with pytest.raises(ValueError):
            await index.search_dense(dense, ANN, 1)
    for sparse in (SparseVector([1, 1], [1.0, 1.0]), SparseVector([1], []), SparseVector([1], [float("nan")])):
        with pytest.raises(ValueError):
            await index.put([point(1, sparse=sparse)])
    with pytest.raises(ValueError):
        await index.put([point(1, owner_id="")])
    assert await index.all_documents() == {}


async def test_a_search_names_whose_documents_it_is_for(index: VectorIndex):
    """X23: there is no way to ask for everything, nor to hand over a filter of one's own."""
    for fields in ({}, {"owner": ""}, {"folders": frozenset({""})}, {"documents": frozenset()}, {"folders": frozenset({None})}):
        with pytest.raises(ValueError):
            IndexFilter(**fields)
    await index.put([point(1)])
    for forged in (None, {}, {"must": []}, {"should": [{"key": "place", "match": {"any": ["ann"]}}]}, "ann"):
        for search in (
            index.search_dense([1.0, 0.0, 0.0, 0.0], forged, 5),
            index.search_sparse(SparseVector([1], [1.0]), forged, 5),
            index.count(forged),
        ):
            with pytest.raises(TypeError):
                await search


async def test_a_new_generation_is_filled_beside_the_one_that_serves(indexes: VectorIndexes):
    assert await indexes.serving() is None
    old = await indexes.open("model-a", DIMENSIONS)
    assert old.to_fill
    await old.noted()
    await old.put([point(1)])
    await indexes.serve("model-a")

    new = await indexes.open("model-b", 2)
    await new.put([point(1, dense=[1.0, 0.0]), point(2, dense=[0.0, 1.0])])
    assert (await indexes.serving(), await old.count(ANN), await new.count(ANN)) == ("model-a", 1, 2)

    await indexes.serve("model-b")
    await indexes.keep_only(["model-b"])
    assert await indexes.serving() == "model-b"
    assert await (await indexes.open("model-b", 2)).count(ANN) == 2
    again = await indexes.open("model-a", DIMENSIONS)
    assert (again.to_fill, await again.count(ANN)) == (True, 0)


async def test_without_a_model_words_alone_are_searched(indexes: VectorIndexes):
    index = await indexes.open("words", None)
    await index.put([point(1)])
    assert await index.search_dense([1.0, 0.0, 0.0, 0.0], BOTH, 5) == []
    assert [hit.id for hit in await index.search_sparse(SparseVector([1], [1.0]), BOTH, 5)] == [name(1)]


async def test_other_dimensions_begin_anew(indexes: VectorIndexes):
    first = await indexes.open("model-a", DIMENSIONS)
    await first.noted()
    await first.put([point(1)])
    second = await indexes.open("model-a", 3)
    assert (second.to_fill, await second.count(ANN)) == (True, 0)
