"""Documents of chats and messages follow them, and go with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.dto import DocumentFilter
from chat_app.services.knowledge.errors import DocumentBusyError, DocumentNotFoundError
from tests.services.knowledge.conftest import House


def chat(house: House, actor: Actor, *texts: str, folder_id: str | None = None) -> models.Conversation:
    """A chat of the person in which these texts were said in turn."""
    row = models.Conversation(
        id=new_id(), owner_id=actor.user_id, title="Bees and wasps", folder_id=folder_id, created_at=house.now, updated_at=house.now
    )
    house.db.write_now(lambda session: session.add(row))
    for text in texts:
        say(house, row, text)
    return row


def say(house: House, row: models.Conversation, text: str, status: str = "complete") -> str:
    """One message more, at the end of the branch on show."""

    def save(session: Session) -> str:
        here = session.get_one(models.Conversation, row.id)
        role = "user" if here.active_leaf_id is None else "assistant"
        message = models.Message(
            id=new_id(), conversation_id=row.id, parent_id=here.active_leaf_id, role=role, text=text, status=status, created_at=house.now
        )
        session.add(message)
        here.active_leaf_id = message.id
        return message.id

    return house.db.write_now(save)


def change(house: House, table: type, object_id: str, **values: object) -> None:
    def save(session: Session) -> None:
        row = session.get_one(table, object_id)
        for name, value in values.items():
            setattr(row, name, value)

    house.db.write_now(save)


async def later(house: House, row: models.Conversation | None = None, seconds: float = 6) -> None:
    """The chat changed, and some seconds passed."""
    if row:
        house.changes.publish(row.owner_id, ConversationChange(row.id, "messages"))
    house.now += timedelta(seconds=seconds)
    await house.parts.follower.run()
    await house.parts.worker.work()


async def text_of(house: House, actor: Actor, document_id: str) -> str:
    await house.parts.worker.work()
    return "\n".join(passage.text for passage in (await house.passages.list(actor, document_id)).items)


async def test_a_chat_is_found_and_its_document_follows_it(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?", "They dance.")
    project = house.project(ada)
    await later(house)
    document = await house.parts.following.begin(ada, "chat", bees.id, project)
    assert (document.name, document.source, document.folder_id) == ("Bees and wasps.md", "chat", project)
    assert "They dance." in await text_of(house, ada, document.id)
    say(house, bees, "And wasps?")
    await later(house, bees, seconds=1)
    assert "wasps?" not in await text_of(house, ada, document.id)
    await later(house, seconds=6)
    assert "And wasps?" in await text_of(house, ada, document.id)
    assert (await house.documents.get(ada, document.id)).version == 2
    assert [(each.kind, each.id, each.document_id, each.folder_id) for each in await house.parts.following.list(ada)] == [
        ("chat", bees.id, document.id, project)
    ]


async def test_what_was_missed_is_found_at_the_next_start(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    document = await house.parts.following.begin(ada, "chat", bees.id)
    say(house, bees, "Nobody heard of this.")
    await later(house)
    assert "Nobody heard" in await text_of(house, ada, document.id)


async def test_a_message_alone_follows_its_changes(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    message_id = say(house, bees, "## They *dance*.\n\nAll day.")
    document = await house.parts.following.begin(ada, "message", message_id)
    assert document.name == "They dance.md"
    assert "How do bees" not in await text_of(house, ada, document.id)
    await later(house)
    change(house, models.Message, message_id, text="They waggle.", edited_at=house.now)
    await later(house, bees)
    assert await text_of(house, ada, document.id) == "They waggle."


async def test_a_document_goes_and_comes_back_with_its_chat(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    message_id = say(house, bees, "They dance.")
    documents = {(await house.parts.following.begin(ada, kind, id_)).id for kind, id_ in (("chat", bees.id), ("message", message_id))}
    await later(house)
    change(house, models.Conversation, bees.id, deleted_at=house.now)
    await later(house, seconds=1)
    assert (await house.documents.list(ada)).items == []
    change(house, models.Conversation, bees.id, deleted_at=None)
    await later(house, seconds=1)
    assert {each.id for each in (await house.documents.list(ada)).items} == documents
    house.db.write_now(lambda session: session.delete(session.get_one(models.Conversation, bees.id)))
    await later(house, seconds=1)
    assert house.count(models.Document, models.Chunk) == [0, 0]


async def test_what_a_person_threw_away_is_followed_no_longer(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    document = await house.parts.following.begin(ada, "chat", bees.id)
    await house.parts.trash.delete(ada, [document.id])
    say(house, bees, "They dance.")
    await later(house)
    assert (await house.documents.list(ada, DocumentFilter(in_trash=True))).items[0].version == 1
    assert (await house.documents.list(ada)).items == []


async def test_ending_deletes_the_document_for_good(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    document = await house.parts.following.begin(ada, "chat", bees.id)
    await house.parts.following.end(ada, "chat", bees.id)
    await house.parts.following.end(ada, "chat", bees.id)
    with pytest.raises(DocumentNotFoundError):
        await house.documents.get(ada, document.id)
    assert await house.parts.following.list(ada) == []


async def test_another_project_takes_the_document_over(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    first = await house.parts.following.begin(ada, "chat", bees.id)
    project = house.project(ada)
    again = await house.parts.following.begin(ada, "chat", bees.id, project)
    assert (again.id, again.folder_id) == (first.id, project)
    assert house.count(models.Document) == [1]


async def test_only_what_one_may_read_is_taken_and_stays(house: House):
    ada, bob = house.person(), house.person("Bob")
    project = house.project(ada)
    secret, shared = chat(house, ada, "Secret"), chat(house, ada, "Shared", folder_id=project)
    house.share(project, bob, "viewer")
    message_id = say(house, secret, "More")
    for kind, object_id, folder_id in (("chat", secret.id, ""), ("message", message_id, ""), ("chat", shared.id, project)):
        with pytest.raises(NotFoundError):
            await house.parts.following.begin(bob, kind, object_id, folder_id)
    for kind, object_id in (("chat", secret.id), ("message", message_id)):
        with pytest.raises(NotFoundError):
            await house.parts.following.end(bob, kind, object_id)
    document = await house.parts.following.begin(bob, "chat", shared.id)
    await later(house)
    house.share(project, bob, "")
    say(house, shared, "For Ada only")
    await later(house, shared)
    with pytest.raises(DocumentNotFoundError):
        await house.documents.get(bob, document.id)


async def test_what_is_being_written_has_to_wait(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?")
    document = await house.parts.following.begin(ada, "chat", bees.id)
    await later(house)
    answer = say(house, bees, "They d", status="running")
    await later(house, bees)
    assert "They d" not in await text_of(house, ada, document.id)
    for kind, object_id in (("chat", bees.id), ("message", answer)):
        with pytest.raises(DocumentBusyError):
            await house.parts.following.begin(ada, kind, object_id)
    change(house, models.Message, answer, text="They dance.", status="complete")
    await later(house, bees)
    assert "They dance." in await text_of(house, ada, document.id)


async def test_what_is_not_for_models_is_no_knowledge(house: House):
    ada = house.person()
    bees = chat(house, ada, "How do bees speak?", "They dance.")
    hidden = say(house, bees, "Do not tell.")
    change(house, models.Message, hidden, excluded=True)
    document = await house.parts.following.begin(ada, "chat", bees.id)
    text = await text_of(house, ada, document.id)
    assert "They dance." in text
    assert "Do not tell." not in text


async def test_who_was_put_out_keeps_nothing_of_a_chat_in_which_nothing_happens(house: House) -> None:
    ada, bob = house.person(), house.person("Bob")
    project = house.project(ada)
    shared = chat(house, ada, "What Ada keeps to herself", folder_id=project)
    house.share(project, bob, "viewer")
    document = await house.parts.following.begin(bob, "chat", shared.id)
    await later(house)
    house.share(project, bob, "")
    house.now += timedelta(minutes=20)
    await later(house)
    with pytest.raises(DocumentNotFoundError):
        await house.documents.get(bob, document.id)
