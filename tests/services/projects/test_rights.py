"""Who may do what in which folder: a table, and random trees against a plain model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from chat_app.db import Database
from chat_app.errors import NotAllowedError
from chat_app.models import Conversation, Document, Folder, FolderMember, Group, GroupMember, ProjectNote
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import GRANTED, FolderRole
from chat_app.services.projects.rights_queries import (
    has_shares,
    may_manage,
    may_read,
    may_write,
    readable_folders,
    require_folder,
    role_in,
    roles_in,
)
from chat_app.services.workspace.errors import FolderNotFoundError
from tests.services.chat.conftest import make_user

NAMES = ("", *GRANTED)


@dataclass(frozen=True)
class World:
    """Folders by number: whose they are and what they lie in. Memberships: (folder, person or group, role)."""

    owners: tuple[int, ...]
    parents: tuple[int, ...]
    deleted: frozenset[int]
    people: frozenset[tuple[int, int, str]]
    groups: frozenset[tuple[int, int, str]]
    in_group: frozenset[tuple[int, int]]

    def role(self, person: int, folder: int) -> FolderRole:
        """The plain rule: the highest role that the folder or one above it gives; a deleted one cuts off what is below."""
        role = FolderRole.NONE
        while folder >= 0 and folder not in self.deleted:
            if self.owners[folder] == person:
                return FolderRole.OWNER
            given = [name for at, who, name in self.people if (at, who) == (folder, person)]
            given += [name for at, group, name in self.groups if at == folder and (group, person) in self.in_group]
            role = max([role, *(GRANTED[name] for name in given)])
            folder = self.parents[folder]
        return role


@st.composite
def worlds(draw: Any) -> World:
    count = draw(st.integers(1, 8))
    parents = tuple(draw(st.integers(-1, at - 1)) for at in range(count))
    owners: list[int] = []
    for parent in parents:
        owners.append(owners[parent] if parent >= 0 else draw(st.integers(0, 2)))
    gone = draw(st.frozensets(st.integers(0, count - 1), max_size=2))
    some, who, role = st.integers(0, count - 1), st.integers(0, 2), st.sampled_from(list(GRANTED))
    grants = st.dictionaries(st.tuples(some, who), role, max_size=5).map(
        lambda found: frozenset((*key, name) for key, name in found.items())
    )
    return World(tuple(owners), parents, gone, draw(grants), draw(grants), draw(st.frozensets(st.tuples(who, who), max_size=4)))


def write_world(session: Session, world: World, people: list[Actor]) -> list[str]:
    """The rows of it; the ids of the folders."""
    now, ids = utc_now(), [new_id() for _ in world.parents]
    groups = [Group(id=new_id(), name=new_id(), created_at=now, updated_at=now) for _ in range(3)]
    session.add_all(groups)
    for at, parent in enumerate(world.parents):
        parent_id = ids[parent] if parent >= 0 else None
        owner, gone = people[world.owners[at]].user_id, now if at in world.deleted else None
        session.add(Folder(id=ids[at], owner_id=owner, parent_id=parent_id, name="x", created_at=now, deleted_at=gone))
        session.flush()
    session.add_all(
        FolderMember(id=new_id(), folder_id=ids[at], person_id=people[who].user_id, role=role, created_at=now)
        for at, who, role in world.people
    )
    session.add_all(
        FolderMember(id=new_id(), folder_id=ids[at], group_id=groups[who].id, role=role, created_at=now) for at, who, role in world.groups
    )
    session.add_all(GroupMember(group_id=groups[group].id, user_id=people[who].user_id, added_at=now) for group, who in world.in_group)
    session.flush()
    return ids


@pytest.fixture
def people(db: Database) -> list[Actor]:
    return [make_user(db, name) for name in ("Ada", "Bo", "Cy")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_roles_are_those_of_the_plain_rule(db: Database, people: list[Actor], world: World) -> None:
    def compare(session: Session) -> None:
        ids = write_world(session, world, people)
        for number, person in enumerate(people):
            expected = {ids[at]: world.role(number, at) for at in range(len(ids))}
            some = {key: role for key, role in expected.items() if role}
            assert roles_in(session, person.user_id, ids) == some
            for least in (FolderRole.VIEWER, FolderRole.EDITOR, FolderRole.MANAGER, FolderRole.OWNER):
                found = session.execute(readable_folders(person.user_id, least)).scalars().all()
                assert set(found) == {key for key, role in some.items() if role >= least}
        session.rollback()

    db.write_now(compare)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("through", ["person", "group"])
def test_what_each_role_may(db: Database, people: list[Actor], name: str, through: str) -> None:
    """FolderRole given at the top; chat, document and note of the owner lie two folders deeper."""
    owner, member, _ = people
    now, ids = utc_now(), [new_id() for _ in range(3)]

    def ask(session: Session) -> None:
        for id_, parent in zip(ids, (None, *ids), strict=False):
            session.add(Folder(id=id_, owner_id=owner.user_id, parent_id=parent, name="x", created_at=now))
            session.flush()
        rows = [
            Conversation(id=new_id(), owner_id=owner.user_id, folder_id=ids[2], created_at=now, updated_at=now),
            Document(id=new_id(), owner_id=owner.user_id, folder_id=ids[2], name="x", created_at=now, updated_at=now),
            ProjectNote(id=new_id(), folder_id=ids[2], created_at=now, updated_at=now),
        ]
        session.add_all(rows)
        share(session, ids[0], member, name, through)
        role = GRANTED.get(name, FolderRole.NONE)
        for table in (Conversation, Document, ProjectNote, Folder):
            wanted = 3 if table is Folder else 1
            assert len(session.exec(select(table.id).where(may_read(table, member.user_id))).all()) == (
                wanted if role >= FolderRole.VIEWER else 0
            )
            assert len(session.exec(select(table.id).where(may_write(table, member.user_id))).all()) == (
                wanted if role >= FolderRole.EDITOR else 0
            )
            assert len(session.exec(select(table.id).where(may_write(table, owner.user_id))).all()) == wanted
        assert len(session.exec(select(Folder.id).where(may_manage(member.user_id))).all()) == (3 if role >= FolderRole.MANAGER else 0)
        assert has_shares(session, member.user_id) is bool(name)
        assert not has_shares(session, owner.user_id)

    db.write_now(ask)


def share(session: Session, folder_id: str, member: Actor, role: str, through: str = "person") -> None:
    """Let somebody in, by name or in a group of their own; nothing for an empty role."""
    if not role:
        return
    now = utc_now()
    group_id = new_id() if through == "group" else None
    if group_id:
        session.add(Group(id=group_id, name=group_id, created_at=now, updated_at=now))
        session.flush()
        session.add(GroupMember(group_id=group_id, user_id=member.user_id, added_at=now))
    person_id = None if group_id else member.user_id
    session.add(FolderMember(id=new_id(), folder_id=folder_id, person_id=person_id, group_id=group_id, role=role, created_at=now))
    session.flush()


def test_a_role_is_gone_with_the_membership_the_group_and_the_folder(db: Database, people: list[Actor]) -> None:
    owner, member, other = people
    folder_id = new_id()

    def ask(session: Session) -> None:
        session.add(Folder(id=folder_id, owner_id=owner.user_id, name="x", created_at=utc_now()))
        session.flush()
        share(session, folder_id, member, "viewer", "group")
        share(session, folder_id, other, "editor")
        assert (role_in(session, member.user_id, folder_id), role_in(session, other.user_id, folder_id)) == (
            FolderRole.VIEWER,
            FolderRole.EDITOR,
        )
        session.delete(session.exec(select(GroupMember)).one())
        session.delete(session.exec(select(FolderMember).where(FolderMember.person_id == other.user_id)).one())
        session.flush()
        assert roles_in(session, member.user_id, [folder_id]) == roles_in(session, other.user_id, [folder_id]) == {}
        share(session, folder_id, other, "manager")
        session.get_one(Folder, folder_id).deleted_at = utc_now()
        session.flush()
        assert role_in(session, other.user_id, folder_id) == role_in(session, owner.user_id, folder_id) == FolderRole.NONE

    db.write_now(ask)


def test_who_may_not_read_is_not_told_that_there_is_anything(db: Database, people: list[Actor]) -> None:
    owner, member, stranger = people
    folder_id = new_id()

    def ask(session: Session) -> None:
        session.add(Folder(id=folder_id, owner_id=owner.user_id, name="x", created_at=utc_now()))
        session.flush()
        share(session, folder_id, member, "viewer")
        assert require_folder(session, owner, folder_id, FolderRole.OWNER).id == require_folder(session, member, folder_id).id == folder_id
        with pytest.raises(NotAllowedError):
            require_folder(session, member, folder_id, FolderRole.EDITOR)
        with pytest.raises(FolderNotFoundError):
            require_folder(session, stranger, folder_id)

    db.write_now(ask)
