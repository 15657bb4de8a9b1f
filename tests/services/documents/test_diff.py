"""What differs between two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.documents.diff import MAX_WORDS, diff
from chat_app.services.documents.dto import DiffPart


@given(st.text(max_size=200), st.text(max_size=200))
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


def test_long_texts_are_compared_by_lines() -> None:
    line = "one two three\n"
    text = line * (MAX_WORDS // 2)
    assert diff(text, text + "four\n")[-1] == DiffPart("added", "four\n")
