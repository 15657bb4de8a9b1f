"""People of a project: let in, given another role, put out, or leaving by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.audit.log import AuditLog
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.queries import list_folder_path
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects import member_queries as queries
from chat_app.services.projects.dto import Candidate, GrantedRole, Member
from chat_app.services.projects.errors import (
    NobodyThereError,
    OwnerIsThereError,
    ProjectMemberNotFoundError,
    ThroughGroupError,
    TooManyMembersError,
)
from chat_app.services.projects.rights import GRANTED, FolderRole
from chat_app.services.projects.rights_queries import require_folder, role_in

MAX_MEMBERS = 500
MAX_CANDIDATES = 50


class MemberService:
    """Members are seen by whoever is in a project, and changed by those who manage it."""

    def __init__(self, db: Database, audit: AuditLog, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._audit = audit
        self._changes = changes
        self._clock = clock

    async def list(self, actor: Actor, folder_id: str) -> list[Member]:
        """Whose project it is, then all whom it or a folder above lets in; raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: read_members(session, actor, folder_id))

    async def candidates(self, actor: Actor, folder_id: str, search: str = "") -> list[Candidate]:
        """People and groups of the actor's own surroundings who could be let in."""

        def find(session: Session) -> list[Candidate]:
            require_folder(session, actor, folder_id, FolderRole.MANAGER)
            groups = queries.find_groups(session, actor, search, MAX_CANDIDATES)
            people = queries.find_people(session, actor, search, MAX_CANDIDATES)
            return [Candidate("group", row.id, row.name) for row in groups] + [
                Candidate("person", row.id, row.name or row.email or "") for row in people
            ]

        return await self._db.read(find)

    async def add(
        self, actor: Actor, folder_id: str, role: GrantedRole, *, person_id: str = "", group_id: str = "", email: str = ""
    ) -> Sequence[Member]:
        """Let somebody in, or give them another role; one of the three says who. Raises `NobodyThereError`, `OwnerIsThereError`."""
        _check_role(role)

        def save(session: Session) -> set[str]:
            folder = require_folder(session, actor, folder_id, FolderRole.MANAGER)
            person, group = _who(session, actor, person_id, group_id, email)
            if person == folder.owner_id:
                raise OwnerIsThereError
            row = queries.find_membership(session, folder_id, person, group) or self._new(session, actor, folder_id, person, group)
            row.role = role
            session.add(row)
            self._record(session, actor, "folder_member.add", row)
            return queries.people_of(session, row)

        return await self._changed(actor, folder_id, await self._db.write(save))

    async def change(self, actor: Actor, folder_id: str, member_id: str, role: GrantedRole) -> Sequence[Member]:
        """Give a member another role; raises `ProjectMemberNotFoundError` also for one whom a folder above lets in."""
        _check_role(role)

        def save(session: Session) -> set[str]:
            row = _managed(session, actor, folder_id, member_id)
            row.role = role
            self._record(session, actor, "folder_member.change", row)
            return queries.people_of(session, row)

        return await self._changed(actor, folder_id, await self._db.write(save))

    async def remove(self, actor: Actor, folder_id: str, member_id: str) -> None:
        """Put a member out. What they began here goes with them; what they may see ends with this transaction."""

        def save(session: Session) -> set[str]:
            row = _managed(session, actor, folder_id, member_id)
            people = queries.people_of(session, row)
            self._record(session, actor, "folder_member.remove", row)
            session.delete(row)
            session.flush()
            queries.take_out_chats(session, people)
            return people

        self._announce(actor, await self._db.write(save))

    async def leave(self, actor: Actor, folder_id: str) -> None:
        """Give up one's own memberships here and above. Raises `ThroughGroupError` for whom a group holds here, `OwnerIsThereError`."""

        def save(session: Session) -> None:
            if require_folder(session, actor, folder_id).owner_id == actor.user_id:
                raise OwnerIsThereError
            path = [row.id for row in list_folder_path(session, actor, folder_id)]
            for row in queries.list_personal(session, path, actor.user_id):
                self._record(session, actor, "folder_member.leave", row)
                session.delete(row)
            session.flush()
            if role_in(session, actor.user_id, folder_id):
                raise ThroughGroupError
            queries.take_out_chats(session, [actor.user_id])

        await self._db.write(save)
        self._announce(actor, set())

    def _new(self, session: Session, actor: Actor, folder_id: str, person: str | None, group: str | None) -> models.FolderMember:
        if queries.count_members(session, folder_id) >= MAX_MEMBERS:
            raise TooManyMembersError(max=MAX_MEMBERS)
        now = self._clock()
        return models.FolderMember(
            id=new_id(), folder_id=folder_id, person_id=person, group_id=group, role="", invited_by=actor.user_id, created_at=now
        )

    def _record(self, session: Session, actor: Actor, action: str, row: models.FolderMember) -> None:
        subject = row.person_id or ""
        self._audit.record(
            session, actor, action, kind="folder", object_id=row.folder_id, subject_id=subject, role=row.role, group_id=row.group_id or ""
        )

    async def _changed(self, actor: Actor, folder_id: str, people: set[str]) -> Sequence[Member]:
        self._announce(actor, people)
        return await self.list(actor, folder_id)

    def _announce(self, actor: Actor, people: set[str]) -> None:
        for user_id in people | {actor.user_id}:
            self._changes.publish(user_id, ConversationChange("", "folders"))
            self._changes.publish(user_id, ConversationChange("", "list"))


def read_members(session: Session, actor: Actor, folder_id: str) -> list[Member]:
    """As `MemberService.list`."""
    folder = require_folder(session, actor, folder_id)
    owner = session.get_one(models.User, folder.owner_id)
    path = [row.id for row in list_folder_path(session, actor, folder_id)]
    members = [Member("", "person", owner.id, owner.name or owner.email or "", "owner")]
    for row, name, email, group in queries.list_members(session, actor, path):
        kind = "group" if row.group_id else "person"
        who = row.group_id or row.person_id
        members.append(Member(row.id, kind, who, group or name or email or "", row.role, row.folder_id != folder_id, row.created_at))
    return members


def _managed(session: Session, actor: Actor, folder_id: str, member_id: str) -> models.FolderMember:
    require_folder(session, actor, folder_id, FolderRole.MANAGER)
    row = queries.find_member(session, folder_id, member_id)
    if row is None:
        raise ProjectMemberNotFoundError
    return row


def _who(session: Session, actor: Actor, person_id: str, group_id: str, email: str) -> tuple[str | None, str | None]:
    """The person or the group that is meant; raises `NobodyThereError`."""
    if sum(map(bool, (person_id, group_id, email))) != 1:
        raise InvalidInputError
    if group_id:
        found: models.User | models.Group | None = queries.find_group(session, actor, group_id)
    else:
        found = queries.find_person(session, actor, person_id) if person_id else queries.find_by_address(session, actor, email)
    if found is None:
        raise NobodyThereError
    return (None, found.id) if group_id else (found.id, None)


def _check_role(role: str) -> None:
    if role not in GRANTED:
        raise InvalidInputError
