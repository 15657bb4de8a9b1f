"""Groups: made by administrators, seen in part by the managers who lead them."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from chat_app.services.access import queries as access_queries
from chat_app.services.access.policy import Limits, Policy, Standing
from chat_app.services.groups.dto import GroupDetails
from chat_app.services.groups.errors import (
    GroupNameError,
    GroupNameTakenError,
    GroupNotFoundError,
    MemberNotFoundError,
    UnknownFeatureError,
)
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from tests.services.house import House

STRICT = Policy(models=("openai/*",), features_off=frozenset({"sharing"}), limits=Limits(tokens_per_day=1_000))


@pytest.fixture
def admin(house: House) -> Actor:
    return house.person("Root", "admin")


class TestCreate:
    async def test_its_policy_is_that_of_its_members(self, house: House, admin: Actor) -> None:
        ada = house.person()
        group = await house.groups.create(admin, GroupDetails("  Team   One ", "x", STRICT))
        await house.groups.add_members(admin, group, [ada.user_id])
        found = house.db.read_now(lambda session: access_queries.policy_of(session, ada.user_id))
        assert found == Standing(**dict(STRICT), group_ids=frozenset({group}))
        found = await house.groups.get(admin, group)
        assert (found.name, found.members, found.policy) == ("Team One", 1, STRICT)

    async def test_names_are_unique_whatever_their_case(self, house: House, admin: Actor) -> None:
        await house.groups.create(admin, GroupDetails("Team"))
        with pytest.raises(GroupNameTakenError):
            await house.groups.create(admin, GroupDetails("TEAM"))
        other = await house.groups.create(admin, GroupDetails("Other"))
        with pytest.raises(GroupNameTakenError):
            await house.groups.change(admin, other, GroupDetails("team"))
        await house.groups.change(admin, other, GroupDetails("OTHER"))

    async def test_one_of_many_at_once_gets_the_name(self, house: House, admin: Actor) -> None:
        made = await asyncio.gather(*(house.groups.create(admin, GroupDetails("Team")) for _ in range(8)), return_exceptions=True)
        assert sum(isinstance(each, str) for each in made) == 1
        assert all(isinstance(each, (str, ConflictError)) for each in made)

    @pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "\ud800"])
    async def test_a_name_has_to_be_one(self, house: House, admin: Actor, name: str) -> None:
        with pytest.raises(GroupNameError):
            await house.groups.create(admin, GroupDetails(name))

    async def test_only_features_can_be_switched_off(self, house: House, admin: Actor) -> None:
        for name in ("chat", "account", "admin.users", "nonsense"):
            with pytest.raises(UnknownFeatureError):
                await house.groups.create(admin, GroupDetails("Team", policy=Policy(features_off=frozenset({name}))))
        with pytest.raises(InvalidInputError):
            await house.groups.create(admin, GroupDetails("Team", policy=Policy(models=("a\0b",))))


class TestChange:
    async def test_it_takes_effect_and_is_written_down(self, house: House, admin: Actor) -> None:
        ada = house.person()
        group = await house.groups.create(admin, GroupDetails("Team"))
        await house.groups.add_members(admin, group, [ada.user_id])
        await house.groups.change(admin, group, GroupDetails("Team", policy=STRICT))
        found = house.db.read_now(lambda session: access_queries.policy_of(session, ada.user_id))
        assert found == Standing(**dict(STRICT), group_ids=frozenset({group}))
        await house.groups.set_lead(admin, group, ada.user_id, leads=True)
        await house.groups.remove_members(admin, group, [ada.user_id, new_id()])
        assert house.db.read_now(lambda session: access_queries.policy_of(session, ada.user_id)) == Standing()
        await house.groups.delete(admin, group)
        with pytest.raises(GroupNotFoundError):
            await house.groups.get(admin, group)
        acts = [(entry.action, entry.subject_id) for entry in house.acts()]
        assert acts == [
            ("group.create", ""), ("group.add_member", ada.user_id), ("group.change", ""), ("group.lead", ada.user_id),
            ("group.remove_member", ada.user_id), ("group.delete", ""),
        ]  # fmt: skip
        assert house.acts("group.change")[0].details == '{"fields":["policy"]}'
        assert house.forgot == 6

    async def test_all_new_members_or_none(self, house: House, admin: Actor) -> None:
        group = await house.groups.create(admin, GroupDetails("Team"))
        with pytest.raises(MemberNotFoundError):
            await house.groups.add_members(admin, group, [house.person().user_id, new_id()])
        assert (await house.groups.members(admin, group)).items == []


class TestLists:
    async def test_pages_and_search(self, house: House, admin: Actor) -> None:
        for name in ("b", "A", "c_1", "cx1"):
            await house.groups.create(admin, GroupDetails(name))
        first = await house.groups.list(admin, limit=3)
        rest = await house.groups.list(admin, cursor=first.next_cursor, limit=3)
        assert [group.name for group in [*first.items, *rest.items]] == ["A", "b", "c_1", "cx1"]
        assert [group.name for group in (await house.groups.list(admin, "C_")).items] == ["c_1"]
        assert (await house.groups.export(admin)).count("\r\n") == 5

    async def test_members_in_pages(self, house: House, admin: Actor) -> None:
        group = await house.groups.create(admin, GroupDetails("Team"))
        people = [house.person(f"P{number}") for number in range(5)]
        await house.groups.add_members(admin, group, [person.user_id for person in people])
        first = await house.groups.members(admin, group, limit=3)
        rest = await house.groups.members(admin, group, cursor=first.next_cursor)
        assert [member.id for member in [*first.items, *rest.items]] == [person.user_id for person in people]
        assert [member.name for member in (await house.groups.members(admin, group, "p3")).items] == ["P3"]


class TestManagers:
    async def test_see_those_they_lead_without_administrators(self, house: House, admin: Actor) -> None:
        boss, ada = house.person("Boss", "manager"), house.person("Ada", email="ada@example.org")
        mine, other = [await house.groups.create(admin, GroupDetails(name)) for name in ("Mine", "Other")]
        await house.groups.add_members(admin, mine, [boss.user_id, ada.user_id, admin.user_id])
        await house.groups.add_members(admin, other, [boss.user_id, ada.user_id])
        await house.groups.set_lead(admin, mine, boss.user_id, leads=True)
        assert [(group.name, group.members) for group in await house.groups.led(boss)] == [("Mine", 2)]
        assert [member.name for member in (await house.groups.led_members(boss, mine)).items] == ["Ada", "Boss"]
        assert (await house.groups.led_members(boss, mine, "Root")).items == []
        for group in (other, new_id()):
            with pytest.raises(GroupNotFoundError):
                await house.groups.led_members(boss, group)

    async def test_leading_means_nothing_without_the_role(self, house: House, admin: Actor) -> None:
        ada = house.person()
        group = await house.groups.create(admin, GroupDetails("Team"))
        await house.groups.add_members(admin, group, [ada.user_id])
        await house.groups.set_lead(admin, group, ada.user_id, leads=True)
        with pytest.raises(NotAllowedError):
            await house.groups.led(ada)


@pytest.mark.parametrize("role", ["user", "manager"])
async def test_for_others_there_is_nothing(house: House, admin: Actor, role: str) -> None:
    other, verbs, group = house.person("Other", role), house.groups, await house.groups.create(admin, GroupDetails("Team"))
    calls = [
        verbs.list(other), verbs.get(other, group), verbs.members(other, group), verbs.export(other), verbs.create(other, GroupDetails("X")),
        verbs.change(other, group, GroupDetails("X")), verbs.delete(other, group), verbs.add_members(other, group, [other.user_id]),
        verbs.remove_members(other, group, [other.user_id]), verbs.set_lead(other, group, other.user_id, leads=True),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(NotFoundError) as error:
            await call
        assert error.value.key == "error.not_found"
    assert [entry.action for entry in house.acts()] == ["group.create"]
