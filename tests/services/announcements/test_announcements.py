"""Announcements: to whom, when, in which language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.announcements import AnnouncementService
from chat_app.services.announcements.dto import AnnouncementText
from chat_app.services.announcements.errors import AnnouncementNotFoundError, AnnouncementTextError, AnnouncementTimesError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from tests.services.house import House


@pytest.fixture
def admin(house: House) -> Actor:
    return house.person("Root", "admin")


GERMAN, ENGLISH = Actor("x", language="de"), Actor("y", language="en")


async def shown(house: House, actor: Actor = ENGLISH) -> list[str]:
    return [banner.text for banner in await house.announcements.banners(actor)]


async def test_everybody_reads_it_in_their_language(house: House, admin: Actor) -> None:
    await house.announcements.create(admin, AnnouncementText("Down at noon", "Mittags zu", "warning"))
    await house.announcements.create(admin, AnnouncementText(text_de="Nur so"))
    assert await shown(house) == ["Nur so", "Down at noon"]
    assert await shown(house, GERMAN) == ["Nur so", "Mittags zu"]
    assert [entry.action for entry in house.acts()] == ["announcement.create"] * 2


async def test_it_is_shown_from_its_beginning_to_its_end(house: House, admin: Actor) -> None:
    text = AnnouncementText("Now", starts_at=house.now + timedelta(minutes=1), ends_at=house.now + timedelta(minutes=2))
    made = await house.announcements.create(admin, text)
    assert made.phase == "planned"
    assert await shown(house) == []
    house.wait(minutes=1)
    assert await shown(house) == ["Now"]
    house.wait(minutes=1)
    assert await shown(house) == []
    assert (await house.announcements.list(admin)).items[0].phase == "over"


async def test_what_was_put_away_comes_back_when_it_says_something_else(house: House, admin: Actor) -> None:
    made = await house.announcements.create(admin, AnnouncementText("One"))
    before = (await house.announcements.banners(ENGLISH))[0].mark
    assert (await house.announcements.banners(GERMAN))[0].mark == before
    await house.announcements.change(admin, made.id, AnnouncementText("Two", ends_at=house.now + timedelta(days=1)))
    after = (await house.announcements.banners(ENGLISH))[0]
    assert after.text == "Two"
    assert after.mark != before
    await house.announcements.delete(admin, made.id)
    assert await shown(house) == []


async def test_open_pages_are_told_once_of_what_is_new_begins_changes_or_ends(house: House, admin: Actor) -> None:
    verbs, told = house.announcements, house.told
    made = await verbs.create(admin, AnnouncementText("Now"))
    assert len(told) == 1
    await verbs.create(
        admin, AnnouncementText("Soon", starts_at=house.now + timedelta(minutes=1), ends_at=house.now + timedelta(minutes=2))
    )
    await verbs.follow()
    assert len(told) == 1
    for count in (2, 3):
        house.wait(minutes=1)
        await verbs.follow()
        await verbs.follow()
        assert len(told) == count
    await verbs.change(admin, made.id, AnnouncementText("Now, really"))
    await verbs.delete(admin, made.id)
    assert len(told) == 5


async def test_open_pages_are_told_of_what_another_process_announced(house: House, admin: Actor) -> None:
    assert await shown(house) == []
    await AnnouncementService(house.db, house.audit, house.clock).create(admin, AnnouncementText("From elsewhere"))
    await house.announcements.follow()
    assert house.told == ["banners"]
    assert await shown(house) == ["From elsewhere"]


@pytest.mark.parametrize("text", [AnnouncementText(), AnnouncementText("  ", "\n"), AnnouncementText("x" * 501), AnnouncementText("a\0b")])
async def test_it_has_to_say_something_that_fits(house: House, admin: Actor, text: AnnouncementText) -> None:
    with pytest.raises(AnnouncementTextError):
        await house.announcements.create(admin, text)


async def test_times_are_in_order_and_in_utc(house: House, admin: Actor) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    for ends in (noon, noon - timedelta(hours=1)):
        with pytest.raises(AnnouncementTimesError):
            await house.announcements.create(admin, AnnouncementText("x", starts_at=noon, ends_at=ends))
    made = await house.announcements.create(admin, AnnouncementText("x", starts_at=noon, ends_at=datetime(2026, 12, 1, 12)))  # noqa: DTZ001
    assert (made.starts_at, made.ends_at) == (datetime(2026, 12, 1, 11, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC))


async def test_pages(house: House, admin: Actor) -> None:
    for number in range(3):
        house.wait(seconds=1)
        await house.announcements.create(admin, AnnouncementText(str(number)))
    first = await house.announcements.list(admin, limit=2)
    rest = await house.announcements.list(admin, cursor=first.next_cursor, limit=2)
    assert [each.text_en for each in [*first.items, *rest.items]] == ["2", "1", "0"]
    assert [each.text_en for each in (await house.announcements.list(admin, "1")).items] == ["1"]
    assert (await house.announcements.export(admin)).count("\r\n") == 4


async def test_one_that_is_gone(house: House, admin: Actor) -> None:
    for call in (house.announcements.delete(admin, new_id()), house.announcements.change(admin, new_id(), AnnouncementText("x"))):
        with pytest.raises(AnnouncementNotFoundError):
            await call


@pytest.mark.parametrize("role", ["user", "manager"])
async def test_others_only_read(house: House, admin: Actor, role: str) -> None:
    other = house.person("Other", role)
    made = await house.announcements.create(admin, AnnouncementText("One"))
    verbs = house.announcements
    calls = [
        verbs.list(other),
        verbs.create(other, AnnouncementText("x")),
        verbs.change(other, made.id, AnnouncementText("x")),
        verbs.delete(other, made.id),
    ]
    for call in calls:
        with pytest.raises(NotFoundError) as error:
            await call
        assert error.value.key == "error.not_found"
    assert await shown(house, other) == ["One"]
