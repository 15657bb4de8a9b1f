"""Folders: make, change, move, delete, and what they hold for the chats inside."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.queries import list_folder_path
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.library.queries import get_assistant
from chat_app.services.projects.member_queries import take_out_chats_of_others
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder, roles_in
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
        """All folders, siblings in their order, then those that others share with the actor."""
        return await self._db.read(lambda session: all_folders(session, actor))

    async def counts(self, actor: Actor) -> dict[str, int]:
        """How many chats in use lie directly in each folder that has any."""
        return await self._db.read(lambda session: queries.count_by_folder(session, actor))

    async def path(self, actor: Actor, folder_id: str) -> list[Folder]:
        """The folder with those above it, the topmost first; raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: [folder_record(row) for row in folder_path(session, actor, folder_id)])

    async def get(self, actor: Actor, folder_id: str) -> Folder:
        """One folder; raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: one_folder(session, actor, folder_id))

    async def starting_model(self, actor: Actor, folder_id: str) -> str:
        """The model that a new chat of this folder begins with; "" for the person's own. Raises `FolderNotFoundError`."""
        return await self._db.read(lambda session: starting_model(session, actor, folder_id))

    async def create(self, actor: Actor, name: str, parent_id: str = "", changes: FolderChanges | None = None) -> Folder:
        """Make a folder at the end of its siblings. Raises `FolderNotFoundError`, `FolderTooDeepError`, `NameLengthError`, …"""
        values = folder_rules.checked(changes or FolderChanges()) | folder_rules.checked(FolderChanges(name=name))
        now = self._clock()

        def make(session: Session) -> Folder:
            owner_id = require_folder(session, actor, parent_id, FolderRole.EDITOR).owner_id if parent_id else actor.user_id
            rows = queries.list_folders(session, replace(actor, user_id=owner_id))
            folder_rules.check_room(rows, parent_id)
            _check_assistant(session, actor, values)
            last = max((row.position for row in rows if (row.parent_id or "") == parent_id), default=0)
            row = models.Folder(id=new_id(), owner_id=owner_id, parent_id=parent_id or None, position=last, created_at=now, **values)  # pyright: ignore[reportArgumentType]
            session.add(row)
            session.flush()
            return one_folder(session, actor, row.id)

        made = await self._db.write(in_turn(actor, make))
        self._announce(actor)
        return made

    async def change(self, actor: Actor, folder_id: str, changes: FolderChanges) -> Folder:
        """Rename, colour, describe, set what chats begin with; who manages the folder may, but who pays is said by its owner."""
        values = folder_rules.checked(changes)

        def save(session: Session) -> Folder:
            # Who pays is for those to say who would.
            row = require_folder(session, actor, folder_id, FolderRole.OWNER if "payer" in values else FolderRole.MANAGER)
            _check_assistant(session, actor, values)
            for name, value in values.items():
                setattr(row, name, value)
            session.flush()
            return one_folder(session, actor, folder_id)

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
            session.flush()
            take_out_chats_of_others(session, tree.subtree({each.id: each.parent_id or "" for each in rows}, folder_id), actor.user_id)

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


def all_folders(session: Session, actor: Actor) -> list[Folder]:
    """The actor's folders and those that are shared with them. What lies in a folder that they may not read stands at the top."""
    given = queries.list_given_away(session, actor)
    own = [folder_record(row, shared=row.id in given) for row in queries.list_folders(session, actor)]
    others = queries.list_shared_folders(session, actor)
    known = {row.id for row, _ in others}
    return own + [_cut_off(folder_record(row, role, shared=True), known) for row, role in others]


def one_folder(session: Session, actor: Actor, folder_id: str) -> Folder:
    """A folder that the actor may read; raises `FolderNotFoundError`."""
    row = require_folder(session, actor, folder_id)
    if row.owner_id == actor.user_id:
        return folder_record(row, shared=folder_id in queries.list_given_away(session, actor))
    found = roles_in(session, actor.user_id, [id_ for id_ in (row.id, row.parent_id) if id_])
    return _cut_off(folder_record(row, found[row.id], shared=True), found)


def _cut_off(folder: Folder, known: Container[str]) -> Folder:
    return folder if folder.parent_id in known else replace(folder, parent_id="")


def _check_assistant(session: Session, actor: Actor, values: Mapping[str, object]) -> None:
    """Raise where a folder's assistant is to be one that is not the actor's."""
    if values.get("assistant_id"):
        get_assistant(session, actor, str(values["assistant_id"]))


def folder_path(session: Session, actor: Actor, folder_id: str) -> Sequence[models.Folder]:
    """The folder with those above it that the actor may read, the topmost first; raises `FolderNotFoundError`."""
    require_folder(session, actor, folder_id)
    rows = {
        row.id: row for row in (*queries.list_folders(session, actor), *(row for row, _ in queries.list_shared_folders(session, actor)))
    }
    return [rows[id_] for id_ in tree.path_to({row.id: row.parent_id or "" for row in rows.values()}, folder_id)]


def starting_model(session: Session, actor: Actor, folder_id: str) -> str:
    """The model that a new chat of this folder begins with: of the nearest folder that names one; "" for none."""
    require_folder(session, actor, folder_id)
    return next((row.model_id for row in reversed(list_folder_path(session, actor, folder_id)) if row.model_id), "")


def starting_assistant(session: Session, actor: Actor, folder_id: str) -> str | None:
    """The assistant that a new chat of this folder begins with: of the nearest folder that names one, whoever made it."""
    return next((row.assistant_id for row in reversed(list_folder_path(session, actor, folder_id)) if row.assistant_id), None)
