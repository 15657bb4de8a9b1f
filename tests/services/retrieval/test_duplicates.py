from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.retrieval.duplicates import without_duplicates

TEXT = "The owner shares a folder with people or groups as viewer, editor or manager; what was shared can be taken back at once."
OTHER = "A wing in a propeller slipstream was studied in order to determine how the lift is distributed over its span at all angles."


def test_the_better_of_two_copies_stays() -> None:
    assert without_duplicates([OTHER, TEXT, TEXT.upper(), OTHER]) == [None, None, 1, 0]


def test_a_changed_word_and_a_part_make_no_passage_of_its_own() -> None:
    assert without_duplicates([f"{TEXT} {OTHER}", f"{TEXT} {OTHER}".replace("angles", "speeds"), TEXT]) == [None, 0, 0]


def test_passages_that_share_a_sentence_both_stay() -> None:
    assert without_duplicates([f"{TEXT} {OTHER} {OTHER[::-1]}", f"{TEXT} {TEXT[::-1]}"]) == [None, None]


def test_short_ones_are_compared_as_a_whole() -> None:
    assert without_duplicates(["Total: 12", "Total: 13", "total 12", "—", "—"]) == [None, None, 0, None, None]


@given(st.lists(st.text(alphabet="ab ", max_size=30), max_size=8))
def test_what_makes_one_superfluous_stays_itself_and_is_better(texts: list[str]) -> None:
    kept = without_duplicates(texts)
    assert len(kept) == len(texts)
    assert all(by is None or (by < number and kept[by] is None) for number, by in enumerate(kept))
