"""Who is shown at the foot of the page, and which entries the page leaves out."""

from __future__ import annotations

from chat_app import models
from chat_app.services.access.matrix import features
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.state.account.account_state import AccountState
from chat_app.state.compare.standings_state import StandingsState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.sharing.share_state import ShareState
from chat_app.wiring import Services
from tests.state.account.conftest import People
from tests.state.conftest import Tab


async def switch_off(parts: Services, user_id: str, policy: str) -> None:
    """Put a person into a group with this policy."""
    group = models.Group(id=new_id(), name="Class", policy=policy, created_at=utc_now(), updated_at=utc_now())

    def insert(session) -> None:
        session.add(group)
        session.flush()
        session.add(models.GroupMember(group_id=group.id, user_id=user_id, added_at=utc_now()))

    await parts.db.write(insert)
    parts.accounts.forget_cached()


class TestWho:
    async def test_the_owner_of_this_machine_has_nothing_to_sign_out_of(self, tab: Tab) -> None:
        await tab.call(AccountState.load)
        state = tab.state(AccountState)
        assert state.ready
        assert state.off == ["login", "administration", "team", "billing"]

    async def test_a_person_sees_name_and_address(self, someone: People) -> None:
        _, tab = await someone("ben")
        await tab.call(AccountState.load)
        state = tab.state(AccountState)
        assert (state.name, state.email, state.off) == ("ben", "ben@parley.test", ["administration", "team", "billing"])

    async def test_each_role_is_shown_the_way_to_its_pages(self, someone: People) -> None:
        for role, off in (("user", ["administration", "team"]), ("manager", ["administration"]), ("admin", ["team"])):
            _, tab = await someone(role, role)
            await tab.call(AccountState.load)
            assert tab.state(AccountState).off == [*off, "billing"]

    async def test_before_anything_is_known_nothing_of_an_account_is_shown(self, tab: Tab) -> None:
        assert set(tab.state(AccountState).off) == {"login", "administration", "team", "billing"}


class TestFeatures:
    async def test_what_a_group_switched_off_is_left_out_and_refused(self, many: Services, someone: People) -> None:
        actor, tab = await someone("ben")
        await switch_off(many, actor.user_id, '{"features_off": ["library", "sharing"]}')
        await tab.call(AccountState.load)
        assert tab.state(AccountState).off == ["library", "sharing", "administration", "team", "billing"]
        assert {"library", "sharing"} <= features()
        await tab.call(ShareState.create, new_id(), "branch", 7)
        assert tab.notice.startswith("You may not do this.")

    async def test_what_pages_ask_by_themselves_is_refused_without_a_notice(self, many: Services, someone: People) -> None:
        actor, tab = await someone("ben")
        await tab.call(LibraryState.load)
        assert tab.state(LibraryState).ready
        _, other = await someone("eve")
        await switch_off(many, actor.user_id, '{"features_off": ["library", "compare"]}')
        tab.state(LibraryState).ready = False
        await tab.call(LibraryState.load)
        await tab.call(StandingsState.load)
        assert (tab.state(LibraryState).ready, tab.notice) == (False, "")
        await other.call(LibraryState.load)
        assert other.state(LibraryState).ready
