from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.retrieval.packing import Weighed, pack


def _weighed(name: str, tokens: int = 100) -> Weighed:
    """ "b3" is passage 3 of document b."""
    return Weighed(name, name[0], int(name[1:]), tokens)


def test_documents_come_by_their_best_passage_and_are_read_in_their_order() -> None:
    packed = pack([_weighed(name) for name in ("b3", "a7", "b1", "a2")], 1_000)
    assert [one.id for one in packed.taken] == ["b1", "b3", "a2", "a7"]


def test_a_long_one_leaves_its_room_to_shorter_ones() -> None:
    packed = pack([_weighed("a1", 300), _weighed("b1", 900), _weighed("c1", 200)], 500)
    assert [one.id for one in packed.taken] == ["a1", "c1"]
    assert [one.id for one in packed.cut] == ["b1"]


@given(
    st.lists(st.builds(Weighed, st.uuids().map(str), st.sampled_from("ab"), st.integers(0, 9), st.integers(1, 500))), st.integers(0, 900)
)
def test_nothing_is_lost_and_the_budget_holds(ranked: list[Weighed], budget: int) -> None:
    packed = pack(ranked, budget)
    assert packed.tokens <= budget
    assert sorted((*packed.taken, *packed.cut), key=id) == sorted(ranked, key=id)
    assert all(one.tokens > budget - packed.tokens for one in packed.cut)
