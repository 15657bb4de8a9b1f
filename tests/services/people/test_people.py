"""What administrators see of people, and what they do to them."""

from __future__ import annotations

import asyncio
import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app import models
from chat_app.errors import AppError, InvalidInputError, NotFoundError
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.groups.dto import GroupDetails
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.csv_text import csv_text
from chat_app.services.kernel.ids import new_id
from chat_app.services.people.dto import PeopleFilter
from chat_app.services.people.errors import LastAdminError, OwnRoleError, PersonNotFoundError
from chat_app.services.people.queries import lock_active_admins
from tests.services.house import House


@pytest.fixture
def admin(house: House) -> Actor:
    return house.person("Root", "admin")


async def names(house: House, admin: Actor, **wanted: object) -> list[str]:
    return [each.name for each in (await house.people.list(admin, PeopleFilter(**wanted))).items]  # type: ignore[arg-type]


class TestList:
    async def test_search_role_state_and_group_narrow_it(self, house: House, admin: Actor) -> None:
        ada = house.person("Ada", email="ada@example.org")
        house.person("Bob", "manager", suspended_at=house.now)
        house.person("Eve", deleted_at=house.now)
        group = await house.groups.create(admin, GroupDetails("Team"))
        await house.groups.add_members(admin, group, [ada.user_id])
        assert await names(house, admin) == ["Ada", "Bob", "Eve", "Root"]
        assert await names(house, admin, search="EXAMPLE.org") == ["Ada"]
        assert await names(house, admin, search="b") == ["Bob"]
        assert await names(house, admin, search="%") == []
        assert await names(house, admin, role="admin") == ["Root"]
        assert await names(house, admin, state="suspended") == ["Bob"]
        assert await names(house, admin, state="deleted") == ["Eve"]
        assert await names(house, admin, state="active") == ["Ada", "Root"]
        assert await names(house, admin, group_id=group) == ["Ada"]
        assert await house.people.count(admin, PeopleFilter(state="active")) == 2

    @pytest.mark.parametrize("sort", ["name", "email", "created", "seen"])
    @pytest.mark.parametrize("descending", [False, True])
    async def test_pages_hold_everybody_once_in_order(self, house: House, admin: Actor, sort: str, descending: bool) -> None:
        for number in range(9):
            house.wait(seconds=1)
            person = house.person(f"P{number % 3}", email=f"p{8 - number}@example.org")
            if number % 2:
                house.login(person)
        wanted, seen, cursor = PeopleFilter(sort=sort, descending=descending), [], ""  # type: ignore[arg-type]
        while True:
            page = await house.people.list(admin, wanted, cursor, 4)
            seen += [person.id for person in page.items]
            if not (cursor := page.next_cursor):
                break
        everybody = [person.id for person in (await house.people.list(admin, wanted, "", 50)).items]
        assert seen == everybody
        assert len(set(seen)) == 10

    async def test_a_foreign_cursor_is_refused(self, house: House, admin: Actor) -> None:
        with pytest.raises(InvalidInputError):
            await house.people.list(admin, PeopleFilter(sort="created"), "bm9uc2Vuc2U")

    async def test_last_seen_is_that_of_the_latest_session(self, house: House, admin: Actor) -> None:
        ada = house.person()
        house.login(ada)
        house.wait(minutes=3)
        house.login(ada)
        found = (await house.people.list(admin, PeopleFilter(search="Ada"))).items[0]
        assert found.last_seen_at == house.now


class TestOwnerOfSingleMode:
    @pytest.fixture
    def owner(self, house: House) -> Actor:
        house.db.write_now(lambda session: session.add(models.User(id=OWNER_ID, role="admin", created_at=house.now)))
        return Actor(OWNER_ID, role="admin", permissions=permissions_of("admin"))

    async def test_alone_the_owner_is_a_person(self, house: House, owner: Actor) -> None:
        assert [person.id for person in (await house.people.list(owner)).items] == [OWNER_ID]

    async def test_beside_an_administrator_nobody_is_listed_counted_or_exported_for_the_row(self, house: House, owner: Actor) -> None:
        root = house.person("Root", "admin", email="root@example.org")
        assert await names(house, root) == ["Root"]
        assert await house.people.count(root, PeopleFilter(role="admin")) == 1
        assert OWNER_ID not in await house.people.export(root)

    async def test_the_row_is_nobody_who_could_undo_it(self, house: House, owner: Actor) -> None:
        root = house.person("Root", "admin", email="root@example.org")
        assert house.db.write_now(lock_active_admins) == [root.user_id]

    async def test_an_owner_who_can_sign_in_stays_a_person(self, house: House, owner: Actor) -> None:
        root = house.person("Root", "admin", email="root@example.org")
        house.db.write_now(lambda session: setattr(session.get_one(models.User, OWNER_ID), "password_hash", "x"))
        assert await house.people.count(root) == 2


class TestFacts:
    async def test_counts_without_content(self, house: House, admin: Actor) -> None:
        ada = house.person("Ada", password_hash="x")
        chat_id = house.chat(ada, "very secret")
        house.login(ada)

        def turn(cost: int, at):
            row = models.Turn(
                id=new_id(), owner_id=ada.user_id, conversation_id=chat_id, kind="send", status="complete", model_id="m",
                idempotency_key=new_id(), cost_nano=cost, tokens_in=5, tokens_out=7, created_at=at,
            )  # fmt: skip
            house.db.write_now(lambda session: session.add(row))

        turn(1_000, house.now)
        turn(500_000, house.now.replace(month=10))
        facts = await house.people.facts(admin, ada.user_id)
        assert (facts.chats, facts.messages, facts.open_sessions, facts.cost_nano_this_month, facts.tokens_today) == (1, 1, 1, 1_000, 12)
        assert facts.factors.password
        assert not facts.factors.authenticator
        assert "secret" not in repr(facts)

    async def test_the_same_file_twice_takes_its_room_once(self, house: House, admin: Actor) -> None:
        ada = house.person()
        for name in ("a", "b"):
            row = models.Attachment(
                id=new_id(),
                owner_id=ada.user_id,
                name=name,
                kind="text",
                media_type="text/plain",
                size=100,
                sha256="f" * 64,
                created_at=house.now,
            )
            house.db.write_now(lambda session, row=row: session.add(row))
        facts = await house.people.facts(admin, ada.user_id)
        assert (facts.files, facts.storage_bytes) == (2, 100)

    async def test_an_unknown_person_is_not_found(self, house: House, admin: Actor) -> None:
        with pytest.raises(PersonNotFoundError):
            await house.people.facts(admin, new_id())


class TestChanges:
    async def test_a_new_role_ends_sessions_and_is_written_down(self, house: House, admin: Actor) -> None:
        ada = house.person()
        house.login(ada)
        await house.people.set_role(admin, ada.user_id, "manager")
        assert house.row(ada).role == "manager"
        assert house.open_sessions(ada) == 0
        assert house.forgot == 1
        entry = house.acts("user.role")[0]
        assert (entry.actor_id, entry.subject_id, entry.details) == (admin.user_id, ada.user_id, '{"after":"manager","before":"user"}')

    async def test_the_same_role_changes_nothing(self, house: House, admin: Actor) -> None:
        ada = house.person()
        house.login(ada)
        await house.people.set_role(admin, ada.user_id, "user")
        assert house.open_sessions(ada) == 1
        assert house.acts() == []

    async def test_suspending_ends_sessions_and_running_answers(self, house: House, admin: Actor) -> None:
        ada = house.person()
        house.login(ada)
        await house.people.suspend(admin, ada.user_id)
        assert house.row(ada).suspended_at == house.now
        assert house.open_sessions(ada) == 0
        assert house.halted == [ada.user_id]
        await house.people.unsuspend(admin, ada.user_id)
        assert house.row(ada).suspended_at is None
        assert [entry.action for entry in house.acts()] == ["user.suspend", "user.unsuspend"]

    async def test_deletion_begins_and_can_be_undone(self, house: House, admin: Actor) -> None:
        ada = house.person()
        house.login(ada)
        await house.people.delete(admin, ada.user_id)
        assert house.row(ada).deleted_at == house.now
        assert house.open_sessions(ada) == 0
        await house.people.restore(admin, ada.user_id)
        assert house.row(ada).deleted_at is None

    async def test_role_and_deletion_ask_for_a_recent_proof(self, house: House, admin: Actor) -> None:
        ada, house.has_proof = house.person(), False
        for call in (house.people.set_role(admin, ada.user_id, "manager"), house.people.delete(admin, ada.user_id)):
            with pytest.raises(ProofNeededError):
                await call
        assert house.row(ada).role == "user"
        assert house.row(ada).deleted_at is None

    async def test_groups_are_replaced(self, house: House, admin: Actor) -> None:
        ada = house.person()
        one, two = [await house.groups.create(admin, GroupDetails(name)) for name in ("One", "Two")]
        await house.people.set_groups(admin, ada.user_id, {one: False})
        await house.people.set_groups(admin, ada.user_id, {two: True})
        groups = (await house.people.facts(admin, ada.user_id)).person.groups
        assert [(group.name, group.leads) for group in groups] == [("Two", True)]
        with pytest.raises(NotFoundError):
            await house.people.set_groups(admin, ada.user_id, {new_id(): False})

    @pytest.mark.parametrize("verb", ["suspend", "delete"])
    async def test_nobody_does_it_to_themselves(self, house: House, admin: Actor, verb: str) -> None:
        house.person("Other", "admin")
        with pytest.raises(OwnRoleError):
            await getattr(house.people, verb)(admin, admin.user_id)
        with pytest.raises(OwnRoleError):
            await house.people.set_role(admin, admin.user_id, "user")

    @pytest.mark.parametrize("verb", ["suspend", "delete", "demote"])
    async def test_the_last_active_admin_stays(self, house: House, verb: str) -> None:
        last = house.person("Last", "admin")
        house.person("Frozen", "admin", suspended_at=house.now)
        house.person("Gone", "admin", deleted_at=house.now)
        # An actor who was one a moment ago, or comes from elsewhere.
        former = Actor(new_id(), role="admin", permissions=frozenset({"admin.users"}))
        with pytest.raises(LastAdminError):
            await act(house, verb, former, last.user_id)
        assert house.row(last).role == "admin"

    async def test_admins_who_demote_each_other_at_once_leave_one(self, house: House) -> None:
        for _round in range(5):
            admins = [house.person(f"A{number}", "admin") for number in range(4)]
            pairs = [(one, two) for one in admins for two in admins if one != two]
            await asyncio.gather(*(house.people.set_role(one, two.user_id, "user") for one, two in pairs), return_exceptions=True)
            left = (await house.people.list(admins[0], PeopleFilter(role="admin", state="active"))).items
            assert len(left) == 1
            house.db.write_now(lambda session, id_=left[0].id: session.delete(session.get_one(models.User, id_)))


async def act(house: House, verb: str, actor: Actor, person_id: str) -> None:
    if verb == "demote":
        await house.people.set_role(actor, person_id, "user")
    else:
        await getattr(house.people, verb)(actor, person_id)


class TestExport:
    async def test_formulas_are_texts(self, house: House, admin: Actor) -> None:
        house.person('=HYPERLINK("http://evil")', email="+x@example.org")
        house.person("＝1+1")
        text = await house.people.export(admin)
        rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
        assert [row[1] for row in rows[1:]] == ['\'=HYPERLINK("http://evil")', "Root", "'＝1+1"]
        assert rows[1][2] == "'+x@example.org"
        assert [entry.action for entry in house.acts()] == ["user.export"]

    async def test_it_holds_more_people_than_a_page(self, house: House, admin: Actor) -> None:
        rows = [models.User(id=new_id(), name=f"P{number:03}", created_at=house.now) for number in range(450)]
        house.db.write_now(lambda session: session.add_all(rows))
        assert len(list(csv.reader(StringIO(await house.people.export(admin))))) == 452

    @given(st.text(max_size=20), st.integers(-9, 9))
    def test_no_cell_begins_a_formula_and_numbers_stay_numbers(self, text: str, number: int) -> None:
        written = csv_text(["a", "b"], [[text, number]]).removeprefix("\ufeff")
        assert written.endswith(f",{number}\r\n")
        cell = next(iter(csv.reader(StringIO(written.partition("\r\n")[2], newline=""))))[0]
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert cell.removeprefix("'") == text or cell == text


@pytest.mark.parametrize("role", ["user", "manager"])
async def test_for_others_there_is_nothing(house: House, admin: Actor, role: str) -> None:
    other, verbs = house.person("Other", role), house.people
    calls = [
        verbs.list(other), verbs.count(other), verbs.export(other), verbs.facts(other, admin.user_id), verbs.set_role(other, admin.user_id, "user"),
        verbs.suspend(other, admin.user_id), verbs.unsuspend(other, admin.user_id), verbs.delete(other, admin.user_id),
        verbs.restore(other, admin.user_id), verbs.set_groups(other, admin.user_id, {}),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(NotFoundError) as error:
            await call
        assert error.value.key == "error.not_found"
    assert house.acts() == []
    assert isinstance(error.value, AppError)
