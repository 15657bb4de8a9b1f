"""Groups for administrators, and what managers see of those that they lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.groups import reading
from chat_app.services.groups.changes import GroupChanges
from chat_app.services.groups.dto import Group, GroupDetails, LedGroup, Member
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page

PERMISSION = "admin.groups"
MAX_PAGE = 200

T = TypeVar("T")


class GroupService:
    """What administrators do with groups is `NotFoundError` for everybody else."""

    def __init__(self, db: Database, audit: AuditLog, forget_cached: Callable[[], None], clock: Clock = utc_now) -> None:
        """`forget_cached` lets sessions ask the database again what their person may do."""
        self._db = db
        self._forget_cached = forget_cached
        self._clock = clock
        self._changes = GroupChanges(audit)

    async def list(self, actor: Actor, search: str = "", cursor: str = "", limit: int = 50) -> Page[Group]:
        """A page of groups by name."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: reading.read_groups(session, search, cursor, _size(limit)))

    async def get(self, actor: Actor, group_id: str) -> Group:
        """Raises `GroupNotFoundError`."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: reading.read_group(session, group_id))

    async def members(self, actor: Actor, group_id: str, search: str = "", cursor: str = "", limit: int = 50) -> Page[Member]:
        """A page of the people in a group, by name."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: reading.read_members(session, group_id, search, cursor, _size(limit)))

    async def export(self, actor: Actor) -> str:
        """All groups as CSV."""
        require(actor, PERMISSION)
        return await self._db.read(reading.read_csv)

    async def create(self, actor: Actor, details: GroupDetails) -> str:
        """Make a group and return its id; raises `GroupNameTakenError`, `GroupNameError`, `UnknownFeatureError`."""
        return await self._change(actor, lambda session: self._changes.create(session, actor, details, self._clock()))

    async def change(self, actor: Actor, group_id: str, details: GroupDetails) -> None:
        """Set a group anew; raises as `create` does, and `GroupNotFoundError`."""
        await self._change(actor, lambda session: self._changes.change(session, actor, group_id, details, self._clock()))

    async def delete(self, actor: Actor, group_id: str) -> None:
        """Delete a group. Its people stay; what it took from them or gave them ends."""
        await self._change(actor, lambda session: self._changes.delete(session, actor, group_id))

    async def add_members(self, actor: Actor, group_id: str, user_ids: Sequence[str]) -> None:
        """Put people into a group: all of them or, when one does not exist, none."""
        await self._change(actor, lambda session: self._changes.add_members(session, actor, group_id, user_ids, self._clock()))

    async def remove_members(self, actor: Actor, group_id: str, user_ids: Sequence[str]) -> None:
        """Take people out of a group; who is not in it does not matter."""
        await self._change(actor, lambda session: self._changes.remove_members(session, actor, group_id, user_ids))

    async def set_lead(self, actor: Actor, group_id: str, user_id: str, *, leads: bool) -> None:
        """Say whether a member, being a manager, may see the group's people and invite others into it."""
        await self._change(actor, lambda session: self._changes.set_lead(session, actor, group_id, user_id, leads=leads))

    async def led(self, actor: Actor) -> list[LedGroup]:
        """For managers: the groups that they lead."""
        require(actor, "invite")
        return await self._db.read(lambda session: reading.read_led(session, actor))

    async def led_members(self, actor: Actor, group_id: str, search: str = "", cursor: str = "", limit: int = 50) -> Page[Member]:
        """For managers: the people of a group that they lead, without administrators; raises `GroupNotFoundError`."""
        require(actor, "invite")
        return await self._db.read(lambda session: reading.read_led_members(session, actor, group_id, search, cursor, _size(limit)))

    async def _change(self, actor: Actor, change: Callable[[Session], T]) -> T:
        require(actor, PERMISSION)
        try:
            changed = await self._db.write(change)
        except IntegrityError as error:
            # Two at once: the database's own constraint decides (PostgreSQL only, SQLite has one writer).
            raise ConflictError from error
        self._forget_cached()
        return changed


def _size(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE))
