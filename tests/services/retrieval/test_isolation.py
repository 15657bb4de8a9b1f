"""50 people with 20 documents each, a canary in every one: nobody ever gets to see a canary that they may not hear.

The rights that are expected are reckoned here, in plain sets; what comes out is compared with them in results, in what a model is
sent, in citations and in the ways to them, before and after shares, groups, moves and deletions, with an index that is behind and
with one that is in step.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import Session, col, delete, update

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.services.citations.dto import Known
from chat_app.services.citations.prompting import sources_block
from chat_app.services.citations.rows import retrieval_values, source_values
from chat_app.services.citations.service import CitationService
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.ingestion.texts import text_hash
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.retrieval.dto import Question, Retrieved, SearchWish
from chat_app.services.retrieval.scopes import KINDS, Scope
from chat_app.services.retrieval.trace import Trace
from tests.services.retrieval.conftest import Library

PEOPLE, EACH = 50, 20
ASKED = "Which secret canary sings at dawn?"
CANARY = re.compile(r"canary[0-9]+x[0-9]+")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
Place = tuple[int, str]
"""Whose folder, and which of theirs: "top", "inner" (in it), "beside", or "" for their own library."""


@dataclass
class Aviary:
    """Everybody's documents, and who may hear what."""

    library: Library
    chance: Random = field(default_factory=lambda: Random(7))

    def __post_init__(self) -> None:
        self.people = [self.library.person(f"P{number}") for number in range(PEOPLE)]
        self.folders: dict[Place, str] = {}
        self.where: dict[str, Place] = {}
        """The place of each document that is there, by its id."""
        self.canary_of: dict[str, str] = {}
        self.direct: set[tuple[int, int]] = set()
        """Who may read whose top folder by name."""
        self.grouped: set[tuple[int, int]] = set()
        """The same through a group."""
        self.groups = [new_id() for _ in range(5)]
        self.library.db.write_now(self._write)

    def group_of(self, person: int) -> int:
        return person % len(self.groups)

    def _write(self, session: Session) -> None:
        now = self.library.now
        for number, group_id in enumerate(self.groups):
            session.add(models.Group(id=group_id, name=f"G{number}", created_at=now, updated_at=now))
        session.flush()
        for number, person in enumerate(self.people):
            session.add(models.GroupMember(group_id=self.groups[self.group_of(number)], user_id=person.user_id, added_at=now))
            for name, parent in (("top", None), ("inner", "top"), ("beside", None)):
                id_ = self.folders[number, name] = new_id()
                above = self.folders[number, parent] if parent else None
                session.add(models.Folder(id=id_, owner_id=person.user_id, parent_id=above, name=name, created_at=now))
                session.flush()
            for at in range(EACH):
                self._document(session, number, at, ("", "top", "inner", "beside")[at % 4])
        self._share(session)

    def _document(self, session: Session, number: int, at: int, place: str) -> None:
        name, now, owner = f"canary{number}x{at}", self.library.now, self.people[number].user_id
        text = f"The secret {name} of the canary people sings at dawn."
        content = models.DocumentContent(id=new_id(), sha256=f"{number:032}{at:032}", reader="1", text=text, layout=b"", created_at=now)
        row = models.Document(
            id=new_id(), owner_id=owner, folder_id=self.folders.get((number, place)), name=f"{name}.txt", content_id=content.id,
            state="ready", sha256=content.sha256, tokens=20, created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(content)
        session.flush()
        session.add(row)
        session.flush()
        chunk = models.Chunk(
            id=new_id(), document_id=row.id, number=0, text=text, text_hash=text_hash("", text), start=0, end=len(text), tokens=20, language="en"
        )  # fmt: skip
        session.add(chunk)
        numbers = [text.count(letter) / len(text) for letter in "aeio"]
        session.add(models.ChunkEmbedding(text_hash=chunk.text_hash, model="letters", vector=struct.pack("<4e", *numbers)))
        note_changes(session, [row.id], now)
        self.where[row.id], self.canary_of[row.id] = (number, place), name

    def _share(self, session: Session) -> None:
        """Each one's top folder with the next person, every third one's also with a group."""
        rows = []
        for number in range(PEOPLE):
            reader = (number + 1) % PEOPLE
            self.direct.add((reader, number))
            rows.append({"person_id": self.people[reader].user_id, "group_id": None, "folder_id": self.folders[number, "top"]})
            if number % 3 == 0:
                group = (number + 2) % len(self.groups)
                self.grouped |= {(one, number) for one in range(PEOPLE) if self.group_of(one) == group and one != number}
                rows.append({"person_id": None, "group_id": self.groups[group], "folder_id": self.folders[number, "top"]})
        made = [row | {"id": new_id(), "role": "viewer", "created_at": self.library.now} for row in rows]
        session.execute(insert(models.FolderMember), made)

    def may_hear(self, person: int) -> set[str]:
        """The documents that a person may read now."""
        open_to = {owner for reader, owner in self.direct | self.grouped if reader == person}
        return {id_ for id_, (owner, place) in self.where.items() if owner == person or (owner in open_to and place in {"top", "inner"})}

    def heard(self, text: str) -> set[str]:
        """The documents whose canaries stand in a text, or whose ids do."""
        named = set(CANARY.findall(text))
        return {id_ for id_, name in self.canary_of.items() if name in named or id_ in text}

    def check(self, person: int, text: str) -> None:
        foreign = self.heard(text) - self.may_hear(person)
        assert not foreign, (person, [(self.canary_of[id_], self.where.get(id_)) for id_ in foreign])

    async def ask(self, person: int, kind: Any, text: str = ASKED) -> Retrieved:
        """With documents of anybody's chosen and pinned, in a folder of anybody's."""
        everybody = tuple(self.canary_of)
        scope = Scope(kind, tuple(self.chance.sample(everybody, 300)), tuple(self.chance.sample(everybody, 20)))
        folder_id = self.chance.choice(list(self.folders.values()))
        return await self.library.retrieval.retrieve(self.people[person], Question(text, scope=scope, folder_id=folder_id))

    async def listen(self, people: Iterable[int], turn: int) -> None:
        """Each of them asks in everything and in another scope; some look around, and ask for a canary of somebody else."""
        for person in people:
            found = await self.ask(person, "everything")
            self.check(person, everything_in(found))
            assert self.heard(sources_block(found.sources)) & self.may_hear(person), "the test hears nothing at all"
            assert found.trace.models == {"meaning": "letters"}
            self.check(person, everything_in(await self.ask(person, KINDS[(person + turn) % len(KINDS)])))
            if person % 3 == turn:
                await self._look_around(person)

    async def _look_around(self, person: int) -> None:
        stages = [stage async for stage in self.library.retrieval.search(self.people[person], SearchWish(ASKED, limit=100))]
        for stage in stages:
            self.check(person, repr(stage.hits))
        assert {hit.document_id for hit in stages[-1].hits} <= self.may_hear(person)
        secret = self.chance.choice([id_ for id_ in self.canary_of if id_ not in self.may_hear(person)])
        self.check(person, everything_in(await self.ask(person, "everything", f"What does {self.canary_of[secret]} sing?")))

    async def in_step(self) -> None:
        await self.library.parts.reconciler.work()


def everything_in(found: Retrieved) -> str:
    """Results, what the model is sent, and the way to it; not what was asked."""
    way = Trace.to_json(found.trace).replace(json.dumps(found.trace.question)[1:-1], "")
    return repr(found.sources) + sources_block(found.sources) + way


async def changed(aviary: Aviary) -> None:
    """What was given is taken back in every way that there is."""
    folders, groups = aviary.folders, aviary.groups
    documents = {place: [id_ for id_, where in aviary.where.items() if where == place] for place in set(aviary.where.values())}

    def take_back(session: Session) -> None:
        put_out = [aviary.people[number].user_id for number in range(1, 11)]
        session.execute(delete(models.FolderMember).where(col(models.FolderMember.person_id).in_(put_out)))
        session.execute(delete(models.Group).where(col(models.Group.id) == groups[0]))
        left = aviary.people[11].user_id
        session.execute(delete(models.GroupMember).where(col(models.GroupMember.user_id) == left))
        # A folder below goes elsewhere, another one is thrown away with what is in it, documents are moved and thrown away.
        _set(session, models.Folder, [folders[20, "inner"]], parent_id=folders[20, "beside"])
        _set(session, models.Folder, [folders[21, "top"], folders[21, "inner"]], deleted_at=aviary.library.now)
        thrown = documents[21, "top"] + documents[21, "inner"] + documents[22, "top"]
        _set(session, models.Document, thrown, deleted_at=aviary.library.now)
        _set(session, models.Document, documents[23, "top"], folder_id=folders[23, "beside"])
        note_changes(session, [*thrown, *documents[23, "top"], *documents[20, "inner"]], aviary.library.now)

    aviary.library.db.write_now(take_back)
    aviary.direct -= {(number, (number - 1) % PEOPLE) for number in range(1, 11)} | {(22, 21)}
    aviary.grouped = {(one, owner) for one, owner in aviary.grouped if aviary.group_of(one) != 0 and one != 11 and owner != 21}
    for id_ in documents[21, "top"] + documents[21, "inner"] + documents[22, "top"]:
        del aviary.where[id_]
    for id_ in documents[23, "top"]:
        aviary.where[id_] = (23, "beside")
    for id_ in documents[20, "inner"]:
        aviary.where[id_] = (20, "beside")


def _set(session: Session, table: Any, ids: Sequence[str], **values: Any) -> None:
    session.execute(update(table).where(col(table.id).in_(ids)).values(**values))


async def answered(aviary: Aviary, person: int, folder: Place) -> str:
    """A chat in a folder with an answer that was given all that the person may read; the answer's id."""
    found = await aviary.ask(person, "everything")
    message, chat = new_id(), new_id()
    now, actor = aviary.library.now, aviary.people[person]

    def write(session: Session) -> None:
        session.add(models.Conversation(id=chat, owner_id=actor.user_id, folder_id=aviary.folders[folder], created_at=now, updated_at=now))
        session.flush()
        session.add(models.Message(id=message, conversation_id=chat, role="assistant", text="So it is. [1][2]", created_at=now))
        session.flush()
        session.execute(insert(models.MessageSource), source_values(message, found.sources))
        session.execute(insert(models.Retrieval), [retrieval_values(message, found, Known(found.sources, ()), now)])

    aviary.library.db.write_now(write)
    return message


async def check_citations(aviary: Aviary, message_id: str, readers: Sequence[int]) -> int:
    """What each reader is shown of an answer and of the way to it; how many of them read it at all."""
    service, count = CitationService(aviary.library.db), 0
    for person in readers:
        actor = aviary.people[person]
        try:
            sources = await service.sources(actor, message_id)
        except NotFoundError:
            continue
        count += 1
        for source in sources:
            if source.hidden or source.deleted:
                shown = (source.title, source.text, source.heading, source.chunk_id, source.document_id, source.boxes)
                assert not any(shown)
        aviary.check(person, repr(sources))
        way = await service.why(actor, message_id)
        aviary.check(person, repr(way).replace(ASKED, ""))
    return count


async def _everybody_hears_their_own(library: Library, people: Sequence[int]) -> None:
    aviary = Aviary(library)
    await aviary.in_step()
    await aviary.listen(people, 0)
    # 30 is read by 31 and by a group; 9 is read by 10, until that is taken back.
    shared = {number: await answered(aviary, number, (number, "top")) for number in (9, 30)}
    everybody = range(PEOPLE)
    before = {number: await check_citations(aviary, message, everybody) for number, message in shared.items()}
    assert before[30] > 2 < before[9]
    await changed(aviary)
    await aviary.listen(people, 1)
    after = {number: await check_citations(aviary, message, everybody) for number, message in shared.items()}
    assert 1 <= after[9] < before[9]
    await aviary.in_step()
    await aviary.listen(people[::4], 2)


async def test_nobody_hears_a_foreign_canary(library: Library):
    await _everybody_hears_their_own(library, range(PEOPLE))


async def test_nobody_hears_a_foreign_canary_in_the_real_index(db: Database, tmp_path: Path):
    if not db.is_sqlite:
        pytest.skip("the index is the same whatever the database")
    library = Library(db, tmp_path)
    library.parts.generations._indexes = indexes = EdgeIndexes(tmp_path / "vectors")
    try:
        await _everybody_hears_their_own(library, range(0, PEOPLE, 6))
    finally:
        await indexes.close()
        await library.parts.close()
