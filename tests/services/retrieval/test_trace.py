from __future__ import annotations

import pytest

from chat_app.services.retrieval.trace import Cut, Step, Trace, TraceHit, read_trace


def test_what_is_kept_is_read_again() -> None:
    hits = (TraceHit("c1", "d1", 0.5, cosine=0.4, coverage=None, rerank=-1.5, query=1),)
    trace = Trace(
        question="Wer erfand das „Rad“?",
        queries=("Wer erfand das Rad?", "Erfinder Rad"),
        steps=(Step("words", 3, 100, hits), Step("packed", 0)),
        cut=(Cut("c2", "d1", "duplicate", "c1"),),
        given=((1, "c1"),),
        pinned=("d2",),
        models={"meaning": "e5"},
        passages=1000,
        limits={"score": 0.33},
        ms=28,
    )
    assert read_trace(trace.to_json()) == trace


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"steps": 5}', '{"cut": [{}]}'])
def test_what_nobody_understands_is_empty(text: str) -> None:
    assert read_trace(text) == Trace()


def test_what_a_later_version_adds_is_left_out() -> None:
    assert read_trace('{"question": "Why?", "unheard": 1}') == Trace(question="Why?")
