"""How far a pull is, for any order of what a server may say."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.ollama.port import PullStep
from chat_app.services.ollama.progress import Progress

NOW = datetime(2026, 11, 21, tzinfo=UTC)
STEPS = st.builds(
    lambda layer, total, share: PullStep("loading", layer, round(total * share), total),
    st.sampled_from("abc"),
    st.integers(0, 10**12),
    st.floats(0, 1),
)


def progress() -> Progress:
    return Progress("id", "ollama", "Ollama", "m:1", NOW)


def test_speed_and_time_left() -> None:
    found = progress()
    found.take(PullStep("loading", "a", 0, 100_000_000), 0.0)
    for second in range(1, 5):
        found.take(PullStep("loading", "a", second * 10_000_000, 100_000_000), float(second))
    record = found.record()
    assert record.done == 40_000_000
    # What is there when a layer first has bytes is no speed: it may be from a pull before.
    assert record.speed == 7_500_000
    assert record.seconds_left == 8


def test_what_was_there_before_is_no_speed() -> None:
    found = progress()
    found.take(PullStep("loading", "a", 90_000_000, 100_000_000), 0.0)
    found.take(PullStep("loading", "a", 91_000_000, 100_000_000), 1.0)
    assert (found.record().done, found.record().speed, found.record().seconds_left) == (91_000_000, 1_000_000, 9)


def test_only_the_last_seconds_count() -> None:
    found = progress()
    for second in range(100):
        found.take(PullStep("loading", "a", 1_000 + second * (1_000_000 if second < 50 else 1), 10**9), float(second))
    assert found.record().speed < 1_000


def test_nothing_is_said_of_speed_in_other_phases() -> None:
    found = progress()
    found.take(PullStep("loading", "a", 1, 100), 0.0)
    found.take(PullStep("loading", "a", 50, 100), 1.0)
    found.take(PullStep("checking"), 2.0)
    assert (found.record().speed, found.record().seconds_left) == (0, None)


@given(st.lists(STEPS, max_size=40))
def test_it_never_goes_back_and_never_past_the_end(steps: list[PullStep]) -> None:
    found, before = progress(), 0
    for moment, step in enumerate(steps):
        found.take(step, moment / 10)
        record = found.record()
        assert before <= record.done <= record.total
        assert record.speed >= 0
        assert record.seconds_left is None or record.seconds_left >= 0
        before = record.done
