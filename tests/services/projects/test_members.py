"""Who lets whom in, who is seen, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlmodel import col, delete, select

from chat_app.db import Database
from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.models import AuditEntry, Group, GroupMember, User
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.errors import NobodyThereError, NoteChangedError, NoteNotFoundError, OwnerIsThereError, ThroughGroupError
from chat_app.services.projects.members import MemberService
from chat_app.services.projects.notes import NoteService
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import role_in
from chat_app.services.workspace.errors import FolderNotFoundError
from tests.services.workspace.desk import Desk


@dataclass
class Team:
    """Ada owns a folder in a folder; Bo and the administrator Root are in her group, Cy is in none."""

    db: Database
    ada: Desk
    bo: Desk
    cy: Desk
    root: Desk
    top: str
    inner: str
    group: str
    members: MemberService

    def role(self, actor: Actor, folder_id: str = "") -> FolderRole:
        return self.db.read_now(lambda session: role_in(session, actor.user_id, folder_id or self.inner))


@pytest.fixture
async def team(desk: Desk, make_desk: Callable[[str], Desk]) -> Team:
    bo, cy, root = make_desk("Bo"), make_desk("Cy"), make_desk("Root")
    group, now = new_id(), utc_now()

    def write(session: Any) -> None:
        session.add(Group(id=group, name="Team", created_at=now, updated_at=now))
        session.flush()
        session.add_all(GroupMember(group_id=group, user_id=each.actor.user_id, added_at=now) for each in (desk, bo, root))
        session.get_one(User, root.actor.user_id).role = "admin"
        session.get_one(User, cy.actor.user_id).email = "cy@example.org"
        session.get_one(User, root.actor.user_id).email = "root@example.org"

    desk.db.write_now(write)
    top = await desk.folder("Top")
    inner = await desk.folder("Inner", top.id)
    service = MemberService(desk.db, AuditLog(desk.db, utc_now), desk.changes)
    return Team(desk.db, desk, bo, cy, root, top.id, inner.id, group, service)


async def test_people_of_ones_groups_are_found_and_administrators_are_not(team: Team) -> None:
    found = await team.members.candidates(team.ada.actor, team.top)
    assert [(each.kind, each.name) for each in found] == [("group", "Team"), ("person", "Bo")]
    for wanted in (
        {"person_id": team.cy.actor.user_id},
        {"person_id": team.root.actor.user_id},
        {"email": "root@example.org"},
        {"email": "x@x"},
    ):
        with pytest.raises(NobodyThereError):
            await team.members.add(team.ada.actor, team.top, "viewer", **wanted)
    await team.members.add(team.ada.actor, team.top, "viewer", email=" CY@example.org")
    assert team.role(team.cy.actor) == FolderRole.VIEWER


async def test_an_administrator_in_a_project_is_seen_by_administrators_only(team: Team) -> None:
    admin = replace(team.root.actor, permissions=frozenset({"admin.users"}))
    await team.members.add(team.ada.actor, team.top, "manager", person_id=team.bo.actor.user_id)
    await team.members.add(replace(team.ada.actor, permissions=admin.permissions), team.top, "viewer", person_id=admin.user_id)
    assert [each.name for each in await team.members.list(team.bo.actor, team.inner)] == ["Ada", "Bo"]
    assert [each.name for each in await team.members.list(admin, team.inner)] == ["Ada", "Bo", "Root"]


async def test_roles_are_given_changed_and_taken_by_managers_with_a_line_in_the_log(team: Team) -> None:
    bo, cy = team.bo.actor, team.cy.actor
    members = await team.members.add(team.ada.actor, team.top, "editor", person_id=bo.user_id)
    assert [(each.name, each.role, each.inherited) for each in members] == [("Ada", "owner", False), ("Bo", "editor", False)]
    with pytest.raises(NotAllowedError):
        await team.members.add(bo, team.top, "viewer", email="cy@example.org")
    with pytest.raises(FolderNotFoundError):
        await team.members.list(cy, team.top)
    await team.members.change(team.ada.actor, team.top, members[1].id, "manager")
    await team.members.add(bo, team.inner, "viewer", email="cy@example.org")
    assert [(each.name, each.inherited) for each in await team.members.list(cy, team.inner)] == [
        ("Ada", False),
        ("Bo", True),
        ("Cy", False),
    ]
    with pytest.raises(NotFoundError):
        await team.members.remove(bo, team.inner, members[1].id)
    with pytest.raises(OwnerIsThereError):
        await team.members.add(bo, team.top, "viewer", person_id=team.ada.actor.user_id)
    await team.members.remove(team.ada.actor, team.top, members[1].id)
    assert team.role(bo) == FolderRole.NONE
    wanted = select(AuditEntry.action).where(col(AuditEntry.action).like("folder_member.%")).order_by(col(AuditEntry.seq))
    actions = team.db.read_now(lambda session: session.exec(wanted).all())
    assert list(actions) == ["folder_member.add", "folder_member.change", "folder_member.add", "folder_member.remove"]


async def test_leaving_gives_up_what_is_ones_own_and_takes_ones_chats_along(team: Team) -> None:
    bo = team.bo
    await team.members.add(team.ada.actor, team.top, "editor", person_id=bo.actor.user_id)
    began, kept = bo.chat(team.inner), team.ada.chat(team.inner)
    await team.members.leave(bo.actor, team.inner)
    assert team.role(bo.actor, team.top) == FolderRole.NONE
    assert await bo.shown("unfiled") == [began]
    assert await team.ada.shown("folder", team.inner) == [kept]
    with pytest.raises(OwnerIsThereError):
        await team.members.leave(team.ada.actor, team.top)


async def test_a_group_lets_its_people_in_until_they_leave_the_group(team: Team) -> None:
    members = await team.members.add(team.ada.actor, team.top, "viewer", group_id=team.group)
    assert members[1].kind == "group"
    assert team.role(team.bo.actor) == FolderRole.VIEWER
    with pytest.raises(ThroughGroupError):
        await team.members.leave(team.bo.actor, team.inner)
    team.db.write_now(lambda session: session.execute(delete(GroupMember).where(col(GroupMember.user_id) == team.bo.actor.user_id)))
    assert team.role(team.bo.actor) == FolderRole.NONE


async def test_notes_are_read_by_viewers_written_by_editors_and_never_overwritten_unseen(team: Team) -> None:
    notes = NoteService(team.db)
    await team.members.add(team.ada.actor, team.top, "viewer", person_id=team.bo.actor.user_id)
    made = await notes.create(team.ada.actor, team.inner, "Plan", "one")
    assert [each.text for each in await notes.list(team.bo.actor, team.inner)] == ["one"]
    with pytest.raises(NotAllowedError):
        await notes.create(team.bo.actor, team.inner, "Mine")
    with pytest.raises(NoteNotFoundError):
        await notes.change(team.bo.actor, made.id, 1, "Plan", "two")
    with pytest.raises(NoteNotFoundError):
        await notes.get(team.cy.actor, made.id)
    assert (await notes.change(team.ada.actor, made.id, 1, "Plan", "two")).version == 2
    with pytest.raises(NoteChangedError):
        await notes.change(team.ada.actor, made.id, 1, "Plan", "three")
    await notes.delete(team.ada.actor, made.id)
    assert await notes.list(team.ada.actor, team.inner) == []
    await notes.restore(team.ada.actor, made.id)
    assert (await notes.get(team.bo.actor, made.id)).text == "two"
