"""Break-glass: what an administrator may read, when, and who gets to know of it."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.content_access.dto import ContentAccess
from chat_app.services.content_access.errors import AccessForbiddenError, AccessNotFoundError, MinutesError, ReasonError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.people.errors import OwnRoleError, PersonNotFoundError
from chat_app.services.site.sections import Privacy
from tests.services.house import House
from tests.waiting import PATIENCE, eventually

REASON = "Reported for threats, case 17"


@pytest.fixture
def admin(house: House) -> Actor:
    return house.person("Root", "admin")


@pytest.fixture
def ada(house: House) -> Actor:
    return house.person("Ada")


@pytest.fixture
async def access(house: House, admin: Actor, ada: Actor) -> ContentAccess:
    return await house.accesses.open(admin, ada.user_id, REASON)


class TestOpen:
    async def test_lets_read_what_that_person_has(self, house: House, admin: Actor, ada: Actor, access: ContentAccess) -> None:
        chat, others = house.chat(ada, "canary"), house.chat(house.person("Bob"), "of Bob")
        assert [each.id for each in (await house.reading.chats(admin, access.id)).items] == [chat]
        read = await house.reading.chat(admin, access.id, chat)
        assert [message.text for message in read.messages] == ["canary"]
        assert b"canary" in (await house.reading.export(admin, access.id, chat, "markdown")).data
        for foreign in (others, new_id()):
            with pytest.raises(NotFoundError):
                await house.reading.chat(admin, access.id, foreign)

    async def test_every_look_is_written_down(self, house: House, admin: Actor, ada: Actor, access: ContentAccess) -> None:
        chat = house.chat(ada)
        await house.reading.chats(admin, access.id)
        await house.reading.chat(admin, access.id, chat)
        await house.reading.export(admin, access.id, chat, "json")
        acts = [(entry.action, entry.actor_id, entry.subject_id, entry.object_id) for entry in house.acts()]
        assert acts == [
            ("content.open", admin.user_id, ada.user_id, access.id),
            ("content.list", admin.user_id, ada.user_id, ""),
            ("content.read", admin.user_id, ada.user_id, chat),
            ("content.export", admin.user_id, ada.user_id, chat),
        ]
        assert not any("canary" in entry.details or REASON in entry.details for entry in house.acts())

    @pytest.mark.parametrize("reason", ["", "too short", " a " * 3, "          x", "x" * 501, "0123456789\0"])
    async def test_asks_for_a_reason(self, house: House, admin: Actor, ada: Actor, reason: str) -> None:
        with pytest.raises(ReasonError):
            await house.accesses.open(admin, ada.user_id, reason)
        assert house.acts() == []

    @pytest.mark.parametrize("minutes", [-1, 0, 61, 10**30])
    async def test_an_hour_at_most(self, house: House, admin: Actor, ada: Actor, minutes: int) -> None:
        with pytest.raises(MinutesError):
            await house.accesses.open(admin, ada.user_id, REASON, minutes)

    async def test_asks_for_a_recent_proof(self, house: House, admin: Actor, ada: Actor) -> None:
        house.has_proof = False
        with pytest.raises(ProofNeededError):
            await house.accesses.open(admin, ada.user_id, REASON)

    async def test_not_to_oneself_nor_to_nobody(self, house: House, admin: Actor) -> None:
        with pytest.raises(OwnRoleError):
            await house.accesses.open(admin, admin.user_id, REASON)
        with pytest.raises(PersonNotFoundError):
            await house.accesses.open(admin, new_id(), REASON)

    async def test_a_second_one_ends_the_first(self, house: House, admin: Actor, ada: Actor, access: ContentAccess) -> None:
        second = await house.accesses.open(admin, ada.user_id, REASON, 5)
        with pytest.raises(AccessNotFoundError):
            await house.reading.chats(admin, access.id)
        await house.reading.chats(admin, second.id)

    async def test_the_site_can_forbid_it_wholly(self, house: House, admin: Actor, ada: Actor, access: ContentAccess) -> None:
        await house.site.save(admin, Privacy(content_access=False))
        with pytest.raises(AccessForbiddenError):
            await house.accesses.open(admin, ada.user_id, REASON)
        with pytest.raises(AccessForbiddenError):
            await house.reading.chats(admin, access.id)


class TestEnd:
    async def test_time_ends_it(self, house: House, admin: Actor, ada: Actor) -> None:
        chat = house.chat(ada)
        access = await house.accesses.open(admin, ada.user_id, REASON, 5)
        house.wait(minutes=4, seconds=59)
        await house.reading.chat(admin, access.id, chat)
        house.wait(seconds=1)
        with pytest.raises(AccessNotFoundError):
            await house.reading.chat(admin, access.id, chat)
        with pytest.raises(AccessNotFoundError):
            await house.accesses.end(admin, access.id)

    async def test_its_administrator_ends_it_early(self, house: House, admin: Actor, access: ContentAccess) -> None:
        await house.accesses.end(admin, access.id)
        for call in (house.reading.chats(admin, access.id), house.accesses.get(admin, access.id)):
            with pytest.raises(AccessNotFoundError):
                await call
        assert house.acts("content.end")[0].object_id == access.id

    async def test_another_administrator_has_no_part_in_it(self, house: House, ada: Actor, access: ContentAccess) -> None:
        chat, other = house.chat(ada), house.person("Second", "admin")
        calls = [
            house.reading.chats(other, access.id), house.reading.chat(other, access.id, chat),
            house.reading.export(other, access.id, chat, "markdown"), house.accesses.end(other, access.id), house.accesses.get(other, access.id),
        ]  # fmt: skip
        for call in calls:
            with pytest.raises(AccessNotFoundError):
                await call
        assert [entry.action for entry in house.acts()] == ["content.open"]


class TestTold:
    async def test_the_person_sees_why_and_when_but_not_who(self, house: House, admin: Actor, ada: Actor, access: ContentAccess) -> None:
        chat = house.chat(ada)
        notice = (await house.accesses.to_me(ada))[0]
        assert (notice.reason, notice.created_at, notice.last_read_at, notice.is_open) == (REASON, house.now, None, True)
        house.wait(minutes=1)
        await house.reading.chat(admin, access.id, chat)
        assert (await house.accesses.to_me(ada))[0].last_read_at == house.now
        assert "Root" not in repr(await house.accesses.to_me(ada))
        assert admin.user_id not in repr(await house.accesses.to_me(ada))
        assert await house.accesses.to_me(house.person("Bob")) == []

    async def test_a_notice_stays_for_a_month(self, house: House, ada: Actor, access: ContentAccess) -> None:
        assert [each.id for each in await house.accesses.notices(ada)] == [access.id]
        house.wait(days=31)
        assert await house.accesses.notices(ada) == []
        assert len(await house.accesses.to_me(ada)) == 1

    async def test_their_open_pages_are_told_at_once(self, house: House, admin: Actor, ada: Actor) -> None:
        async def first_change() -> object:
            async for changes in house.changes.watch(ada):
                return changes
            return None

        waiting = asyncio.create_task(first_change())
        await eventually(lambda: house.changes._watchers)
        await house.accesses.open(admin, ada.user_id, REASON)
        assert await asyncio.wait_for(waiting, PATIENCE)


async def test_all_accesses_in_pages(house: House, admin: Actor, ada: Actor) -> None:
    bob, second, made = house.person("Bob"), house.person("Second", "admin"), []
    for person, reader in [(ada, admin), (bob, admin), (ada, second)]:
        house.wait(minutes=1)
        made.append((await house.accesses.open(reader, person.user_id, REASON)).id)
    first = await house.accesses.list(admin, limit=2)
    rest = await house.accesses.list(admin, cursor=first.next_cursor)
    assert [each.id for each in [*first.items, *rest.items]] == made[::-1]
    assert [(each.admin_name, each.is_mine) for each in first.items] == [("Second", False), ("Root", True)]
    assert [each.id for each in (await house.accesses.list(admin, bob.user_id)).items] == [made[1]]
    with pytest.raises(InvalidInputError):
        await house.accesses.list(admin, cursor="x")


@pytest.mark.parametrize("role", ["user", "manager"])
async def test_for_others_there_is_nothing(house: House, ada: Actor, access: ContentAccess, role: str) -> None:
    other, chat = house.person("Other", role), house.chat(ada)
    calls = [
        house.accesses.open(other, ada.user_id, REASON), house.accesses.list(other), house.accesses.end(other, access.id),
        house.accesses.get(other, access.id), house.reading.chats(other, access.id), house.reading.chat(other, access.id, chat),
        house.reading.export(other, access.id, chat, "markdown"),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(NotFoundError) as error:
            await call
        assert error.value.key == "error.not_found"
