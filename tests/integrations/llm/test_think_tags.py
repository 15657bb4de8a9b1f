"""Thoughts that a model writes into its answer."""

from __future__ import annotations

from chat_app.integrations.llm.port import ReasoningDelta, TextDelta
from chat_app.integrations.llm.think_tags import ThinkTags


def test_a_stream_of_blanks_is_not_held_back_without_end() -> None:
    tags = ThinkTags()
    events = [event for _ in range(300) for event in tags.feed(" \n" * 5)]
    assert sum(len(event.text) for event in [*events, *tags.flush()]) == 3_000
    assert sum(len(event.text) for event in events) > 1_500


def test_thoughts_behind_some_blanks_are_thoughts() -> None:
    tags = ThinkTags()
    assert [*tags.feed("\n\n <thi"), *tags.feed("nk>Hm.</think>\nYes."), *tags.flush()] == [ReasoningDelta("Hm."), TextDelta("Yes.")]
