"""What stands around the best passages, and what becomes one source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.knowledge.dto import Passage
from chat_app.services.retrieval.candidates import FRAME_TOKENS, Candidate
from chat_app.services.retrieval.expanding import LONGEST, joined, numbers_around, widened

TOKENS = 100


def passage(name: str, heading: str = "", page: int = 0, tokens: int = TOKENS, kind: str = "text") -> Candidate:
    """ "b3" is passage 3 of document b, in characters 30 to 39 of it."""
    number = int(name[1:])
    boxes = ((float(page), 0.0, 0.0, 1.0, float(number)),) if page else ()
    return Candidate(
        Passage(name, name[0], number, f"text {name}", 10 * number, 10 * number + 9, tokens, heading, kind, page, boxes), name[0], 1, "o"
    )


def around(*passages: Candidate) -> dict[tuple[str, int], Candidate]:
    return {one.place: one for one in passages}


def test_the_nearest_comes_first_while_there_is_room() -> None:
    book = [passage(f"a{number}", "Chapter") for number in range(10)]
    best = [book[5]]
    assert numbers_around(best) == {"a": {2, 3, 4, 6, 7, 8}}
    cost = book[0].weighed().tokens
    assert [one.id for one in widened(best, around(*book), 3 * cost)] == ["a4", "a6", "a3"]
    assert widened(best, around(*book), cost - 1) == []
    assert {one.id for one in widened(best, around(*book), 100 * cost)} == {"a2", "a3", "a4", "a6", "a7", "a8"}


def test_another_section_is_read_no_further_than_its_first_passage() -> None:
    book = [passage(f"a{number}", "One" if number < 3 else "Two") for number in range(6)]
    assert {one.id for one in widened([book[2]], around(*book), 10_000)} == {"a0", "a1", "a3"}
    plain = [passage(f"a{number}") for number in range(6)]
    assert {one.id for one in widened([plain[2]], around(*plain), 10_000)} == {"a1", "a3"}


def test_what_was_switched_off_ends_the_way() -> None:
    book = [passage(f"a{number}", "One") for number in (0, 1, 3)]
    assert [one.id for one in widened([passage("a4", "One")], around(*book), 10_000)] == ["a3"]


def test_passages_that_touch_are_one_source_known_by_the_best() -> None:
    run = [passage("a3", "One", 7), passage("a4", "One", 7)]
    (source,) = joined(run, ["a4", "a3"], 5)
    assert (source.number, source.chunk_id, source.text, source.page) == (5, "a4", "text a3 text a4", 7)
    assert (source.start, source.end, len(source.boxes)) == (30, 49, 2)
    rows = joined([passage("a1", kind="table"), passage("a2", kind="table")], (), 1)
    assert rows[0].text == "text a1\ntext a2"


def test_another_page_heading_document_or_a_gap_is_another_source() -> None:
    for other in (passage("a4", "One", 8), passage("a4", "Two", 7), passage("a5", "One", 7), passage("b4", "One", 7)):
        assert [source.number for source in joined([passage("a3", "One", 7), other], (), 1)] == [1, 2]


def test_a_source_is_not_too_long_to_prove_something() -> None:
    book = [passage(f"a{number}", tokens=LONGEST // 2) for number in range(5)]
    assert [source.chunk_id for source in joined(book, (), 1)] == ["a0", "a2", "a4"]


@given(st.lists(st.integers(0, 9), unique=True, min_size=1, max_size=5), st.integers(0, 2_000))
def test_nothing_twice_and_no_more_than_there_is_room_for(best: list[int], left: int) -> None:
    book = [passage(f"a{number}", "One") for number in range(10)]
    chosen = [book[number] for number in best]
    more = widened(chosen, around(*book), left)
    assert len({one.id for one in (*chosen, *more)}) == len(chosen) + len(more)
    assert sum(one.weighed().tokens for one in more) <= left
    sources = joined(sorted([*chosen, *more], key=lambda one: one.place), [one.id for one in chosen], 1)
    assert " ".join(source.text for source in sources) == " ".join(
        one.passage.text for one in sorted([*chosen, *more], key=lambda one: one.place)
    )


def test_a_passage_costs_what_stands_above_it_too() -> None:
    assert passage("a1").weighed().tokens > TOKENS + FRAME_TOKENS
