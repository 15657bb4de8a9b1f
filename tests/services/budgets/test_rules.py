"""When periods begin and end, and who pays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.budgets import rules
from chat_app.services.budgets.dto import Payer, Period
from chat_app.services.budgets.rules import FolderPayer

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (the zone is given beside them)


@given(MOMENTS, st.sampled_from([Period.DAY, Period.MONTH]))
def test_periods_follow_each_other_without_a_gap(now: datetime, period: Period) -> None:
    end = rules.ends_at(period, now)
    assert end is not None
    assert now < end
    assert rules.begins(period, end) != rules.begins(period, now)
    assert rules.begins(period, end - timedelta(microseconds=1)) == rules.begins(period, now)
    assert rules.begins(period, end) == end.date().isoformat()


def test_a_total_never_ends() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert (rules.begins(Period.TOTAL, now), rules.ends_at(Period.TOTAL, now)) == ("", None)


@pytest.mark.parametrize(
    ("path", "pays"),
    [
        ([], "actor"),
        ([FolderPayer("owner", "")], "actor"),
        ([FolderPayer("owner", Payer.ACTOR)], "actor"),
        ([FolderPayer("owner", Payer.OWNER)], "owner"),
        ([FolderPayer("owner", Payer.BUDGET, has_budget=True)], "owner"),
        ([FolderPayer("owner", Payer.BUDGET)], "actor"),
        ([FolderPayer("owner", Payer.OWNER), FolderPayer("owner", "")], "owner"),
        ([FolderPayer("owner", Payer.OWNER), FolderPayer("owner", Payer.ACTOR)], "actor"),
        ([FolderPayer("above", Payer.OWNER), FolderPayer("owner", Payer.OWNER)], "owner"),
    ],
)
def test_the_nearest_folder_that_says_something_decides_who_pays(path: list[FolderPayer], pays: str) -> None:
    assert rules.payer_of("actor", path) == pays


@given(st.lists(st.builds(FolderPayer, st.sampled_from(["anna", "ben"]), st.sampled_from(["", *Payer]), st.booleans()), max_size=6))
def test_nobody_pays_but_the_actor_or_an_owner_who_said_so(path: list[FolderPayer]) -> None:
    payer = rules.payer_of("actor", path)
    assert payer == "actor" or any(folder.owner_id == payer and folder.payer in {Payer.OWNER, Payer.BUDGET} for folder in path)


@pytest.mark.parametrize(("used", "near"), [(79, False), (80, True), (100, True)])
def test_people_are_told_at_the_share_they_chose(used: int, near: bool) -> None:
    assert rules.is_nearly_used(used, 100, 80) is near
