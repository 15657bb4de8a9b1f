"""Pages of administration are there for administrators alone, and go with the role."""

from __future__ import annotations

import pytest

from chat_app import models
from chat_app.services.groups.dto import GroupDetails
from chat_app.services.site.sections import SignIn
from chat_app.state.admin.audit_state import AuditState
from chat_app.state.admin.gate_state import AdminGateState
from chat_app.state.admin.group_state import GroupState
from chat_app.state.admin.groups_state import GroupsState
from chat_app.state.admin.overview_state import OverviewState
from chat_app.state.admin.person_state import PersonState
from chat_app.state.admin.team_state import TeamGateState, TeamState
from chat_app.state.admin.users_state import UsersState
from chat_app.wiring import Services
from tests.state.admin.conftest import Visit

LOADS = [OverviewState.load, UsersState.load, PersonState.load, GroupsState.load, GroupState.load, AuditState.load]


@pytest.mark.parametrize("load", LOADS, ids=lambda load: load.state_full_name.rpartition(".")[2])
@pytest.mark.parametrize("role", ["user", "manager"])
async def test_for_others_no_event_brings_anything(visit: Visit, load, role: str) -> None:
    admin, _ = await visit("ada")
    _, tab = await visit("bob", role, f"/admin/users/{admin.user_id}")
    await tab.call(load)
    assert tab.state(AdminGateState).status == "closed"
    assert tab.notice == ""
    assert "ada" not in str({name: vars_ for name, vars_ in tab.root.dict().items() if "admin" in name})


async def test_administrators_come_in(visit: Visit) -> None:
    _, tab = await visit("ada")
    await tab.call(AdminGateState.check)
    assert tab.state(AdminGateState).status == "open"
    assert "admin.users" in tab.state(AdminGateState).permissions


async def test_who_loses_the_role_loses_what_was_on_the_page(house: Services, visit: Visit) -> None:
    await visit("ada")
    actor, bea = await visit("bea")
    await bea.call(AdminGateState.check)
    await bea.call(UsersState.load)
    assert [row.cells["name"] for row in bea.state(UsersState).rows] == ["ada", "bea"]

    def lower(session) -> None:
        session.get_one(models.User, actor.user_id).role = "user"

    await house.db.write(lower)
    house.accounts.forget_cached()
    await bea.call(UsersState.query, "", "", {}, "first")
    assert bea.state(AdminGateState).status == "closed"
    assert bea.state(AdminGateState).permissions == []
    assert bea.state(UsersState).rows == []


class TestTeam:
    async def test_is_not_there_for_users(self, visit: Visit) -> None:
        _, tab = await visit("bob", "user", "/team")
        await tab.call(TeamGateState.check)
        await tab.call(TeamState.load)
        assert (tab.state(TeamGateState).status, tab.state(TeamState).groups) == ("closed", [])

    async def test_shows_no_administrators(self, house: Services, visit: Visit) -> None:
        admin, _ = await visit("ada")
        manager, tab = await visit("mia", "manager", "/team")
        user, _ = await visit("bob", "user")
        group = await house.groups.create(admin, GroupDetails("Lab"))
        await house.groups.add_members(admin, group, [admin.user_id, manager.user_id, user.user_id])
        await house.groups.set_lead(admin, group, manager.user_id, leads=True)
        await tab.call(TeamState.load)
        assert [row.cells["name"] for row in tab.state(TeamState).rows] == ["bob", "mia"]
        assert tab.state(TeamState).groups[0]["members"] == "2"

    async def test_managers_invite_once_they_lead_a_group_and_people_may_come(self, house: Services, visit: Visit) -> None:
        admin, _ = await visit("ada")
        manager, tab = await visit("mia", "manager", "/team")
        await house.site.save(admin, SignIn(registration="invitation"))
        await tab.call(TeamState.load)
        assert tab.state(TeamState).inviting == "none"
        group = await house.groups.create(admin, GroupDetails("Lab"))
        await house.groups.add_members(admin, group, [manager.user_id])
        await house.groups.set_lead(admin, group, manager.user_id, leads=True)
        await tab.call(TeamState.load)
        assert tab.state(TeamState).inviting == "open"
        await house.site.save(admin, SignIn(registration="closed"))
        await tab.call(TeamState.load)
        assert tab.state(TeamState).inviting == "closed"
