"""The services of the sidebar over one database, and what tests do with them all the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chat_app.db import Database
from chat_app.models import Conversation
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace.bulk import BulkService
from chat_app.services.workspace.dto import BulkAction, BulkResult, BulkVerb, Folder, Listing, View
from chat_app.services.workspace.folders import FolderService
from chat_app.services.workspace.listing import ListingService
from chat_app.services.workspace.tags import TagService

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Stopper:
    """Notes which turns were told to stop."""

    def __init__(self) -> None:
        self.stopped: list[str] = []

    def stop(self, turn_id: str) -> bool:
        self.stopped.append(turn_id)
        return True


@dataclass
class Desk:
    """One person's sidebar."""

    db: Database
    actor: Actor
    changes: ChangeFeed = field(default_factory=ChangeFeed)
    runner: Stopper = field(default_factory=Stopper)
    minutes: int = 0

    def __post_init__(self) -> None:
        self.folders = FolderService(self.db, self.changes, self.runner)
        self.tags = TagService(self.db, self.changes)
        self.bulk = BulkService(self.db, self.changes, self.runner)
        self.listing = ListingService(self.db)
        self.conversations = ConversationService(self.db, self.changes, self.runner)

    def chat(self, folder_id: str = "", **fields: Any) -> str:
        """Write a chat; each is a minute younger than the one before."""
        self.minutes += 1
        when = NOON + timedelta(minutes=self.minutes)
        values: dict[str, Any] = {"title": "x", **fields}
        row = Conversation(
            id=new_id(), owner_id=self.actor.user_id, folder_id=folder_id or None, created_at=when, updated_at=when, **values
        )
        self.db.write_now(lambda session: session.add(row))
        return row.id

    async def folder(self, name: str = "Folder", parent: str = "") -> Folder:
        return await self.folders.create(self.actor, name, parent)

    async def shown(self, view: View = "all", folder_id: str = "", *tag_ids: str) -> list[str]:
        """The ids in a list."""
        page = await self.listing.page(self.actor, Listing(view, folder_id, tag_ids))
        return [item.id for item in page.items]

    async def do(self, verb: BulkVerb, *ids: str, folder_id: str = "", tag_id: str = "") -> BulkResult:
        return await self.bulk.apply(self.actor, BulkAction(verb, ids, folder_id, tag_id))

    async def names(self) -> dict[str, str]:
        """Folder name -> its parent's name."""
        folders = {folder.id: folder for folder in await self.folders.list(self.actor)}
        return {each.name: folders[each.parent_id].name if each.parent_id else "" for each in folders.values()}
