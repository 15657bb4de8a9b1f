"""What pages of usage ask for, and how its answer is drawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.usage.report_dto import Report, ReportLine
from chat_app.state.admin.site_usage_state import points_of
from chat_app.state.usage.views import MOST_LINES, WHOLE, charts, figures, options
from chat_app.state.usage.wishes import NAMES, csv_address, filter_of, wish_of

TODAY = date(2026, 11, 21)


def name(by: str, line: ReportLine) -> str:
    return line.key


def report(*lines: ReportLine, by: str = "model") -> Report:
    total = ReportLine()
    for line in lines:
        total = total + line
    return Report("USD", False, False, None, None, total, {"day": lines if by == "day" else (), by: lines})  # type: ignore[dict-item]


class TestWishes:
    @pytest.mark.parametrize(
        ("given", "first", "last"),
        [
            ({}, "2026-10-23", "2026-11-21"),
            ({"period": "today"}, "2026-11-21", "2026-11-21"),
            ({"period": "week"}, "2026-11-15", "2026-11-21"),
            ({"period": "month"}, "2026-11-01", "2026-11-21"),
            ({"period": "custom"}, "2026-11-01", "2026-11-21"),
            ({"period": "custom", "first": "2026-03-05", "last": "2026-02-01"}, "2026-02-01", "2026-03-05"),
        ],
    )
    def test_periods(self, given, first, last):
        wish = wish_of(given, TODAY)
        assert (wish.first, wish.last) == (first, last)

    @given(st.dictionaries(st.sampled_from(sorted(NAMES)) | st.text(max_size=5), st.text(max_size=400)))
    def test_anything_is_understood_or_refused(self, given):
        try:
            wish = wish_of(given, TODAY)
        except InvalidInputError:
            return
        assert wish.days[0] <= wish.days[1]

    def test_a_day_narrows_the_table_alone(self):
        wish = wish_of({"day": "2026-11-20", "project": "none", "key": "k", "model": "openai/gpt"}, TODAY)
        chart, table = filter_of(wish, site=False), filter_of(wish, site=False, whole_period=False)
        assert (chart.first_day, table.first_day, table.last_day) == (date(2026, 10, 23), date(2026, 11, 20), date(2026, 11, 20))
        assert (table.folder_id, table.api_key_id, table.model_id) == ("", "k", "openai/gpt")
        assert csv_address(wish, site=False) == (
            "/api/v1/usage/calls.csv?first_day=2026-11-20&last_day=2026-11-20&model_id=openai%2Fgpt&project=none&key=k"
        )


class TestCharts:
    def test_days_without_use_are_there(self):
        drawn = charts(report(ReportLine("2026-11-20", paid_nano=5), by="day"), TODAY - timedelta(days=6), TODAY, "en", name, site=False)
        assert [bar.key for bar in drawn.days] == [f"2026-11-{day}" for day in range(15, 22)]
        assert [bar.size for bar in drawn.days] == [0, 0, 0, 0, 0, WHOLE, 0]

    def test_a_long_time_is_drawn_by_month(self):
        lines = (
            ReportLine("2026-01-31", paid_nano=1, calls=1),
            ReportLine("2026-02-01", paid_nano=2),
            ReportLine("2026-02-28", paid_nano=4),
        )
        drawn = charts(report(*lines, by="day"), date(2026, 1, 1), TODAY, "en", name, site=False)
        assert (drawn.by_month, [(bar.key, bar.size) for bar in drawn.days]) == (True, [("2026-01", 166), ("2026-02", WHOLE)])

    def test_the_rest_goes_together(self):
        lines = [ReportLine(f"m{number:02}", paid_nano=100 - number, calls=1) for number in range(20)]
        bars = charts(report(*lines), TODAY, TODAY, "en", name, site=False).groups["model"]
        assert len(bars) == MOST_LINES + 1
        assert (bars[-1].key, bars[-1].calls) == ("…", "12")

    @given(st.lists(st.tuples(st.integers(0, 10**15), st.integers(0, 10**15)), min_size=1, max_size=8))
    def test_what_is_there_is_drawn_and_nothing_is_larger_than_the_whole(self, amounts):
        lines = [ReportLine(str(number), paid_nano=paid, own_key_nano=own) for number, (paid, own) in enumerate(amounts)]
        for line, bar in zip(lines, charts(report(*lines), TODAY, TODAY, "en", name, site=False).groups["model"], strict=True):
            assert 0 <= bar.own <= bar.size <= WHOLE
            assert bool(bar.size) == bool(line.paid_nano + line.own_key_nano)


def test_a_loss_is_told_to_administrators_alone():
    made = report(ReportLine("m", paid_nano=100, cost_nano=300))
    assert (figures(made, "en", site=True).is_loss, figures(made, "en", site=False).cost) == (True, "")
    assert figures(made, "en", site=True).margin == "-$0.00000020"


def test_what_has_no_project_can_be_asked_for():
    found = options([ReportLine("a"), ReportLine("")], lambda line: line.key or "none of them", "none")
    assert [(each.value, each.label) for each in found] == [("a", "a"), ("none", "none of them")]


@pytest.mark.parametrize(
    ("text", "points"),
    [("12.5", 1250), ("12,5 %", 1250), ("", 0), (None, 0), ("0", 0), ("0.01", 1), ("0.001", "0.001"), ("much", "much"), ("NaN", "NaN")],
)
def test_a_margin_in_percent(text, points):
    assert points_of(text) == points
