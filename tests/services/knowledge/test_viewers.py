"""Whose pages hear of changes of documents."""

from __future__ import annotations

import asyncio

from chat_app import models
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge import queries
from tests.services.knowledge.conftest import House, paragraphs


def group_of(house: House, project: str, actor: Actor) -> None:
    """A group that the project is shared with and that somebody is in."""
    group = new_id()

    def save(session):
        session.add(models.Group(id=group, name="Readers", created_at=house.now, updated_at=house.now))
        session.flush()
        session.add(models.GroupMember(group_id=group, user_id=actor.user_id, added_at=house.now))
        session.add(models.FolderMember(id=new_id(), folder_id=project, group_id=group, role="viewer", created_at=house.now))

    house.db.write_now(save)


async def test_all_who_may_read_hear_of_changes(house: House):
    ada, bob, cy, eve = (house.person(name) for name in ("Ada", "Bob", "Cy", "Eve"))
    project = house.project(ada)
    house.share(project, bob, "editor")
    group_of(house, project, cy)
    document = await house.read(bob, paragraphs("Alpha"), folder_id=project)
    people = house.db.read_now(lambda session: queries.viewers(session, [document.id]))
    assert people == {ada.user_id, bob.user_id, cy.user_id}
    assert [house.changes.count(each.user_id) > 0 for each in (ada, bob, cy, eve)] == [True, True, True, False]


async def test_who_saw_a_document_hears_that_it_went_away(house: House):
    ada, bob = house.person(), house.person("Bob")
    project = house.project(ada)
    document = await house.read(ada, paragraphs("Alpha"), folder_id=project)
    house.share(project, bob, "viewer")
    assert house.changes.count(bob.user_id) == 0
    await house.documents.move(ada, [document.id], "")
    assert house.changes.count(bob.user_id) == 1


async def test_reading_tells_viewers_soon(house: House):
    ada, bob = house.person(), house.person("Bob")
    project = house.project(ada)
    house.share(project, bob, "viewer")
    await house.add(ada, paragraphs("Alpha"), folder_id=project)
    before = house.changes.count(bob.user_id)
    await house.parts.worker.work()
    await asyncio.sleep(1.1)
    assert house.changes.count(bob.user_id) > before
