"""The list of people and the page of one."""

from __future__ import annotations

from chat_app.services.groups.dto import GroupDetails
from chat_app.state.admin.content_state import ContentState
from chat_app.state.admin.invitations_state import InvitationsState
from chat_app.state.admin.invite_state import InviteState
from chat_app.state.admin.person_state import PersonState
from chat_app.state.admin.users_state import UsersState
from chat_app.wiring import Services
from tests.state.admin.conftest import Visit, at


class TestList:
    async def test_searches_filters_and_turns_pages(self, visit: Visit) -> None:
        _, tab = await visit("ada", path="/admin/users")
        for number in range(53):
            await visit(f"user{number:02}", "user")
        users = tab.state(UsersState)
        await tab.call(UsersState.load)
        assert (len(users.rows), users.has_next, users.rows[0].cells["name"]) == (50, True, "ada")
        await tab.call(UsersState.query, "", "name", {}, "next")
        assert ([row.cells["name"] for row in users.rows], users.page, users.has_next) == (
            ["user49", "user50", "user51", "user52"],
            1,
            False,
        )
        await tab.call(UsersState.query, "", "name", {}, "next")
        assert users.page == 1
        await tab.call(UsersState.query, "", "name", {}, "previous")
        assert (users.page, users.rows[0].cells["name"], len(users.rows)) == (0, "ada", 50)
        await tab.call(UsersState.query, "USER0", "-name", {"role": "user"}, "next")
        assert (users.page, [row.cells["name"] for row in users.rows][:2], len(users.rows)) == (0, ["user09", "user08"], 10)
        await tab.call(UsersState.query, "", "", {"role": "manager"}, "first")
        assert (users.rows, users.status) == ([], "ready")

    async def test_begins_with_what_the_address_asks_for(self, visit: Visit) -> None:
        _, tab = await visit("ada")
        await visit("bob", "user")
        await at(tab, "/admin/users?role=admin").call(UsersState.load)
        assert [row.cells["name"] for row in tab.state(UsersState).rows] == ["ada"]


class TestOpenInvitations:
    async def test_are_listed_until_they_are_withdrawn(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada")
        group = await house.groups.create(ada, GroupDetails("Lab"))
        await tab.call(InviteState.invite, ["eve@example.org", "kim@example.org"], "user", [group])
        await tab.call(InvitationsState.load)
        found = tab.state(InvitationsState)
        assert [(each.email, each.groups) for each in found.invitations] == [("kim@example.org", [group]), ("eve@example.org", [group])]
        await tab.call(InvitationsState.withdraw, found.invitations[0].id)
        assert [each.email for each in found.invitations] == ["eve@example.org"]
        assert [each.email for each in await house.invitations.open(ada)] == ["eve@example.org"]

    async def test_of_others_are_nothing_for_a_manager(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada")
        await tab.call(InviteState.invite, ["eve@example.org"], "user", [])
        invitation = (await house.invitations.open(ada))[0]
        _, other = await visit("mia", "manager")
        await other.call(InvitationsState.load)
        assert other.state(InvitationsState).invitations == []
        await other.call(InvitationsState.withdraw, invitation.id)
        assert [each.id for each in await house.invitations.open(ada)] == [invitation.id]


class TestPerson:
    async def test_is_suspended_let_in_deleted_and_kept(self, house: Services, visit: Visit) -> None:
        _, tab = await visit("ada")
        bob, _ = await visit("bob", "user")
        page = tab.state(PersonState)
        await at(tab, f"/admin/users/{bob.user_id}").call(PersonState.load)
        assert (page.person.name, page.person.state, len(page.person.sessions)) == ("bob", "active", 1)
        await tab.call(PersonState.suspend)
        assert (page.person.state, page.person.sessions) == ("suspended", [])
        await tab.call(PersonState.unsuspend)
        await tab.call(PersonState.delete)
        assert page.person.state == "deleted"
        await tab.call(PersonState.keep)
        await tab.call(PersonState.set_role, "manager")
        assert (page.person.state, page.person.role) == ("active", "manager")

    async def test_joins_and_leaves_groups(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada")
        bob, _ = await visit("bob", "user")
        group = await house.groups.create(ada, GroupDetails("Lab"))
        await at(tab, f"/admin/users/{bob.user_id}").call(PersonState.load)
        await tab.call(PersonState.set_group, group, True)
        assert tab.state(PersonState).person.groups[0].member
        await tab.call(PersonState.set_group, group, False)
        assert not tab.state(PersonState).person.groups[0].member

    async def test_nobody_is_said_to_be_nobody(self, visit: Visit) -> None:
        _, tab = await visit("ada")
        await at(tab, "/admin/users/0-0").call(PersonState.load)
        assert (tab.state(PersonState).missing, tab.state(PersonState).ready) == (True, False)

    async def test_nobody_changes_their_own_role(self, visit: Visit) -> None:
        ada, tab = await visit("ada")
        await at(tab, f"/admin/users/{ada.user_id}").call(PersonState.load)
        await tab.call(PersonState.set_role, "user")
        assert tab.state(PersonState).person.role == "admin"
        assert "own account" in tab.notice


class TestInvitations:
    async def test_without_mail_each_address_gets_a_link(self, visit: Visit) -> None:
        _, tab = await visit("ada")
        await tab.call(InviteState.invite, ["bob@example.org", "eve@example.org", "bob@example.org"], "user", [])
        result = tab.state(InviteState).result
        assert [(each.address, each.sent) for each in result.invited] == [("bob@example.org", False), ("eve@example.org", False)]
        assert all("/auth/invite?token=" in each.link for each in result.invited)
        await tab.call(InviteState.begin)
        assert tab.state(InviteState).result.invited == []

    async def test_what_is_no_address_says_so(self, visit: Visit) -> None:
        _, tab = await visit("ada")
        for addresses in ([], ["nonsense"], [f"{number}@example.org" for number in range(51)]):
            await tab.call(InviteState.invite, addresses, "user", [])
            assert tab.state(InviteState).result.problem
            assert tab.state(InviteState).result.invited == []

    async def test_one_wrong_address_keeps_all_of_them_waiting(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada")
        await tab.call(InviteState.invite, ["bob@example.org", "nonsense", "eve@example.org"], "user", [])
        assert "nonsense" in tab.state(InviteState).result.problem
        assert await house.invitations.open(ada) == []


class TestContent:
    async def test_is_read_for_a_reason_and_gone_at_the_end(self, house: Services, visit: Visit) -> None:
        _, tab = await visit("ada")
        bob, _ = await visit("bob", "user")
        chat = await house.conversations.create(bob)
        await at(tab, f"/admin/users/{bob.user_id}").call(PersonState.load)
        content = tab.state(ContentState)
        await tab.call(ContentState.open_access, "short", 15)
        assert content.problem
        assert content.access.id == ""
        await tab.call(ContentState.open_access, "asked for help, ticket 4711", 15)
        await tab.call(ContentState.load_chats)
        assert [line.id for line in content.chats] == [chat.id]
        await tab.call(ContentState.read, chat.id)
        assert content.chat_id == chat.id
        await tab.call(ContentState.end_access)
        assert (content.access.id, content.chats, content.messages) == ("", [], [])
        await tab.call(ContentState.read, chat.id)
        assert content.messages == []
        assert "no open access" in tab.notice

    async def test_a_double_click_opens_one_access(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada")
        bob, _ = await visit("bob", "user")
        await at(tab, f"/admin/users/{bob.user_id}").call(PersonState.load)
        for _click in range(2):
            await tab.call(ContentState.open_access, "asked for help, ticket 4711", 15)
        assert len(await house.content_access.to_me(bob)) == 1
        await house.content_access.end(ada, tab.state(ContentState).access.id)
        await tab.call(ContentState.load_access)
        await tab.call(ContentState.open_access, "asked for help, ticket 4711", 15)
        assert len(await house.content_access.to_me(bob)) == 2
