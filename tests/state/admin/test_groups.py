"""Groups and their policies as forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.access.policy import Limits, Policy
from chat_app.services.groups.dto import Group
from chat_app.services.kernel.clock import utc_now
from chat_app.state.admin.group_state import GroupState
from chat_app.state.admin.group_views import LIMITS, group_view, preview, read_policy
from chat_app.state.admin.groups_state import GroupsState
from tests.state.admin.conftest import Visit, at

AMOUNTS = st.none() | st.integers(0, 1_000_000_000)
"""A limit of 0 is one; an allowance of 0 is none."""


@given(st.fixed_dictionaries(dict.fromkeys(LIMITS, AMOUNTS)))
def test_limits_come_back_from_the_form_as_they_went_into_it(values: dict) -> None:
    policy = Policy(allowance_nano=values.pop("allowance_nano") or 0, limits=Limits(**values))
    group = Group("g", "Lab", "", policy, 0, utc_now(), utc_now())
    assert read_policy({"limits": group_view(group).limits}, "en") == policy


@pytest.mark.parametrize("typed", ["-1", "1.5", "many", "NaN", "Infinity", "1e3.5"])
def test_what_is_no_number_names_its_field(typed: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        read_policy({"limits": {"tokens_per_day": typed}}, "en")
    assert raised.value.params == {"field": "Tokens"}


def test_budgets_are_typed_in_dollars() -> None:
    assert read_policy({"limits": {"budget_nano_per_month": "2,50"}}, "de").limits.budget_nano_per_month == 2_500_000_000


def test_patterns_show_how_many_models_they_let_through() -> None:
    found = preview(["openai/*", " ", "*/small"], ["openai/a", "openai/b", "x/small", "x/large"])
    assert (found.count, found.total, found.examples) == (3, 4, ["openai/a", "openai/b", "x/small"])
    assert preview([], ["a", "b"]).count == 2


class TestPages:
    async def test_a_group_is_made_changed_and_deleted(self, visit: Visit) -> None:
        _, tab = await visit("ada", path="/admin/groups")
        bob, _ = await visit("bob", "user")
        groups, page = tab.state(GroupsState), tab.state(GroupState)
        await tab.call(GroupsState.create, "Lab")
        await at(tab, f"/admin/groups/{groups.created_id}").call(GroupState.load)
        changes = {
            "name": "Laboratory",
            "description": "",
            "models": ["openai/*"],
            "features_off": ["sharing"],
            "limits": {"tokens_per_day": "1000"},
        }
        await tab.call(GroupState.save, changes)
        assert (page.problem, page.saved, page.group.name, page.group.features_off) == ("", 1, "Laboratory", ["sharing"])
        await tab.call(GroupState.find_people, "bob")
        await tab.call(GroupState.add, page.candidates[0].id)
        assert [member.id for member in page.members.rows] == [bob.user_id]
        await tab.call(GroupState.find_people, "bob")
        assert page.candidates == []
        await tab.call(GroupState.remove, bob.user_id)
        assert page.members.rows == []
        await tab.call(GroupState.delete)
        assert (page.gone, page.group.id) == ("deleted", "")
        await tab.call(GroupsState.load)
        assert groups.rows == []

    async def test_what_is_wrong_is_said_and_nothing_saved(self, visit: Visit) -> None:
        _, tab = await visit("ada")
        await tab.call(GroupsState.create, "Lab")
        await tab.call(GroupsState.create, "Lab")
        assert "Lab" in tab.state(GroupsState).create_problem
        page = tab.state(GroupState)
        await at(tab, f"/admin/groups/{tab.state(GroupsState).created_id}").call(GroupState.load)
        for wrong in ({"name": ""}, {"name": "Lab", "features_off": ["chat"]}, {"name": "Lab", "limits": {"tokens_per_day": "x"}}):
            await tab.call(GroupState.save, wrong)
            assert page.problem
            assert page.saved == 0
