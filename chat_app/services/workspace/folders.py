"""Folders: make, change, move, delete, and what they hold for the chats inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace import folder_rules, queries, tree
from chat_app.services.workspace.dto import Folder, FolderChanges, FolderRemoval
from chat_app.services.workspace.folder_removal import remove_folder, restore_folder
from chat_app.services.workspace.records import folder_record


class TurnStopper(Protocol):
    """Ends a running turn (the runner)."""

    def stop(self, turn_id: str) -> bool: ...


class FolderService:
    """What a person does with folders."""

    def __init__(self, db: Database, changes: ChangeFeed, runner: TurnStopper, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._runner = runner
        self._clock = clock

    async def list(self, actor: Actor) -> list[Folder]:
        """All folders, siblings in their order."""
        return await self._db.read(lambda session: [folder_record(row) for row in queries.list_folders(session, actor)])

    async def counts(self, actor: Actor) -> dict[str, int]:
        """How many chats in use lie directly in each folder that has any."""
        return await self._db.read(lambda session: queries.count_by_folder(session, actor))

    async def path(self, actor: Actor, folder_id: str) -> list[Folder]:
        """The folder with those above it, the topmost first; raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: [folder_record(row) for row in folder_path(session, actor, folder_id)])

    async def get(self, actor: Actor, folder_id: str) -> Folder:
        """One folder; raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: folder_record(queries.get_folder(session, actor, folder_id)))

    async def starting_model(self, actor: Actor, folder_id: str) -> str:
        """The model that a new chat of this folder begins with; "" for the person's own. Raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: starting_model(session, actor, folder_id))

    async def create(self, actor: Actor, name: str, parent_id: str = "", changes: FolderChanges | None = None) -> Folder:
        """Make a folder at the end of its siblings. Raises `FolderNotFoundError`, `FolderTooDeepError`, `NameLengthError`, …"""
        values = folder_rules.checked(changes or FolderChanges()) | folder_rules.checked(FolderChanges(name=name))
        now = self._clock()

        def make(session: Session) -> Folder:
            rows = queries.list_folders(session, actor)
            folder_rules.check_room(rows, parent_id)
            last = max((row.position for row in rows if (row.parent_id or "") == parent_id), default=0)
            row = models.Folder(id=new_id(), owner_id=actor.user_id, parent_id=parent_id or None, position=last, created_at=now, **values)  # pyright: ignore[reportArgumentType]
            session.add(row)
            return folder_record(row)

        made = await self._db.write(in_turn(actor, make))
        self._announce(actor)
        return made

    async def change(self, actor: Actor, folder_id: str, changes: FolderChanges) -> Folder:
        """Rename, colour, set the starting model or the instructions."""
        values = folder_rules.checked(changes)

        def save(session: Session) -> Folder:
            row = queries.get_folder(session, actor, folder_id)
            for name, value in values.items():
                setattr(row, name, value)
            return folder_record(row)

        changed = await self._db.write(in_turn(actor, save))
        self._announce(actor)
        return changed

    async def move(self, actor: Actor, folder_id: str, parent_id: str, before_id: str = "") -> None:
        """Put a folder into another one ("" for the top), before a sibling or at the end.

        Raises `FolderInItselfError`, `FolderTooDeepError`, `FolderNotFoundError`.
        """

        def save(session: Session) -> None:
            row = queries.get_folder(session, actor, folder_id)
            rows = queries.list_folders(session, actor)
            if parent_id:
                queries.get_folder(session, actor, parent_id)
            tree.check_move({each.id: each.parent_id or "" for each in rows}, folder_id, parent_id)
            siblings = [each for each in rows if (each.parent_id or "") == parent_id and each.id != folder_id]
            place = next((at for at, each in enumerate(siblings) if each.id == before_id), len(siblings))
            row.parent_id = parent_id or None
            for position, each in enumerate([*siblings[:place], row, *siblings[place:]], start=1):
                each.position = position

        await self._db.write(in_turn(actor, save))
        self._announce(actor)

    async def delete(self, actor: Actor, folder_id: str, *, keep_chats: bool) -> FolderRemoval:
        """Delete a folder. `keep_chats`: chats and folders in it move up; else they go with it, the chats to the trash."""
        now = self._clock()
        removal, running = await self._db.write(
            in_turn(actor, lambda session: remove_folder(session, actor, folder_id, keep_chats=keep_chats, now=now))
        )
        for turn_id in running:
            self._runner.stop(turn_id)
        self._announce(actor, chats=True)
        return removal

    async def restore(self, actor: Actor, removal: FolderRemoval) -> None:
        """Take a deletion back."""
        await self._db.write(in_turn(actor, lambda session: restore_folder(session, actor, removal)))
        self._announce(actor, chats=True)

    async def purge(self, older_than: timedelta) -> int:
        """Forget everyone's folders that were deleted longer ago; how many. For the scheduled job."""
        before = self._clock() - older_than
        return await self._db.write(lambda session: queries.delete_folders(session, before))

    def _announce(self, actor: Actor, *, chats: bool = False) -> None:
        self._changes.publish(actor.user_id, ConversationChange("", "folders"))
        if chats:
            self._changes.publish(actor.user_id, ConversationChange("", "list"))


def folder_path(session: Session, actor: Actor, folder_id: str) -> Sequence[models.Folder]:
    """The folder with those above it, the topmost first; raises `FolderNotFoundError`."""
    queries.get_folder(session, actor, folder_id)
    rows = {row.id: row for row in queries.list_folders(session, actor)}
    return [rows[id_] for id_ in tree.path_to({row.id: row.parent_id or "" for row in rows.values()}, folder_id)]


def starting_model(session: Session, actor: Actor, folder_id: str) -> str:
    """The model that a new chat of this folder begins with: of the nearest folder that names one; "" for none."""
    return next((row.model_id for row in reversed(folder_path(session, actor, folder_id)) if row.model_id), "")
