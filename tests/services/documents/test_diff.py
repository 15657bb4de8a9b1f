"""What differs between two texts."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.documents.diff import MAX_EDITS, diff
from chat_app.services.documents.dto import DiffPart


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_parts_make_both_texts(before: str, after: str) -> None:
    parts = diff(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_words_are_the_unit() -> None:
    assert diff("a red house", "a blue house") == [
        DiffPart("same", "a "),
        DiffPart("removed", "red"),
        DiffPart("added", "blue"),
        DiffPart("same", " house"),
    ]


def test_what_differs_in_many_words_is_compared_by_lines() -> None:
    before = [f"line {number}\n" for number in range(MAX_EDITS)]
    after = [f"other {number}, {number + 1}\n" if number < 300 else line for number, line in enumerate(before)]
    parts = diff("".join(before), "".join(after))
    assert [part.kind for part in parts] == ["removed", "added", "same"]
    assert parts[-1].text == "".join(before[300:])


def test_what_has_nothing_in_common_is_one_piece_each() -> None:
    before, after = "a\n" * 3 * MAX_EDITS, "b\n" * 3 * MAX_EDITS
    assert diff(before, after) == [DiffPart("removed", before), DiffPart("added", after)]


def test_a_long_document_with_many_changes_takes_no_minutes() -> None:
    words = [f"word{number % 3_000}" for number in range(8_000)]
    changed = [f"changed{number}" if number % 50 == 0 else word for number, word in enumerate(words)]
    began = time.perf_counter()
    parts = diff(" ".join(words), " ".join(changed))
    assert time.perf_counter() - began < 60
    assert len([part for part in parts if part.kind == "added"]) == 160
