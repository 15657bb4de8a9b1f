"""Projects as wholes: which there are, begun anew or from another one, put away and taken out again."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.files.dto import FileLimits
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.copying import Limits, Parts, copy_project
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge
from chat_app.services.workspace.dto import Folder
from chat_app.services.workspace.folders import all_folders, one_folder


class ProjectService:
    """What goes beyond a single folder. Making, changing and deleting one is `FolderService`'s."""

    def __init__(self, db: Database, changes: ChangeFeed, site: SiteService, files: FileLimits, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._site = site
        self._files = files
        self._clock = clock

    async def list(self, actor: Actor, *, archived: bool = False, templates: bool = False) -> list[Folder]:
        """All projects and folders that the actor may read, those that were put away or those that are in use."""
        found = await self._db.read(lambda session: all_folders(session, actor))
        return [row for row in found if (row.archived_at is not None) is archived and (row.is_template or not templates)]

    async def archive(self, actor: Actor, folder_id: str, archived: bool = True) -> Folder:
        """Put a project away, or take it out again; nothing in it changes. For whoever manages it."""
        now = self._clock()

        def save(session: Session) -> Folder:
            row = require_folder(session, actor, folder_id, FolderRole.MANAGER)
            row.archived_at = (row.archived_at or now) if archived else None
            session.flush()
            return one_folder(session, actor, folder_id)

        changed = await self._db.write(save)
        self._announce(actor)
        return changed

    async def duplicate(self, actor: Actor, folder_id: str, name: str = "", parts: Parts = Parts()) -> Folder:  # noqa: B008  (frozen)
        """A project of the actor's own that begins as this one is, its folders, instructions and notes with it.

        `parts` says what else. Members stay behind. Raises `FolderNotFoundError`, `TooManyFoldersError`, `NameLengthError`,
        `TooManyDocumentsError`, `StorageFullError`.
        """
        now = self._clock()
        limits = Limits((await self._site.load(Knowledge)).documents_per_person, self._files.storage_bytes)
        made = await self._db.write(in_turn(actor, lambda session: copy_project(session, actor, folder_id, name, parts, limits, now)))
        self._announce(actor)
        return made

    def _announce(self, actor: Actor) -> None:
        for kind in ("folders", "list"):
            self._changes.publish(actor.user_id, ConversationChange("", kind))
