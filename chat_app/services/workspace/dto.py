"""Records that cross the border of the workspace domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.kernel.pagination import Page

View = Literal["all", "unfiled", "folder", "favourites", "archive", "trash"]
"""Which chats a list holds: all (neither archived nor deleted), those of them in no folder or in one folder, …"""

BulkVerb = Literal["move", "tag", "untag", "favourite", "unfavourite", "archive", "unarchive", "delete", "restore", "purge"]

LocalRule = Literal["inherit", "on", "off"]
"""Whether only local models answer in a folder; "inherit" is what the folder above says."""

PayerRule = Literal["inherit", "actor", "owner", "budget"]
"""Who pays for answers in a folder (`services.budgets.dto.Payer`); "inherit" is what the folder above says."""

Color = Literal["", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"]
COLORS: tuple[Color, ...] = ("", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; `parent_id` is empty at the top. Folders of one parent are ordered by position, then name."""

    id: str
    parent_id: str
    name: str
    color: str
    position: int
    model_id: str
    """The model of its new chats; empty for that of the folder above, or the person's own."""
    instructions: str
    created_at: datetime
    local_only: LocalRule = "inherit"
    payer: PayerRule = "inherit"
    description: str = ""
    assistant_id: str = ""
    """The assistant that its new chats begin with; empty for that of the folder above, or none."""
    is_template: bool = False
    archived_at: datetime | None = None
    role: str = "owner"
    """What the reader may do in it: "owner", "manager", "editor" or "viewer" (`services/projects/rights`)."""
    shared: bool = False
    """Whether others are in it by a membership of its own."""


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What of a folder to change; None stays."""

    name: str | None = None
    color: str | None = None
    model_id: str | None = None
    instructions: str | None = None
    local_only: LocalRule | None = None
    payer: PayerRule | None = None
    description: str | None = None
    assistant_id: str | None = None
    """"" for none of its own."""
    is_template: bool | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that chats carry."""

    id: str
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Which chats to list. `folder_id` belongs to the view "folder"; `tag_ids`: only chats that carry all of them."""

    view: View = "all"
    folder_id: str = ""
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that a sidebar shows, as it was at one moment."""

    folders: list[Folder]
    counts: dict[str, int]
    """How many chats in use lie directly in each folder that has any."""
    tags: list[Tag]
    pages: dict[Listing, Page[ConversationSummary]]
    """The first page of each list that was asked for."""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One thing to do to many chats. `folder_id` is the target of "move" (empty: out of all folders), `tag_id` of "tag" and "untag"."""

    verb: BulkVerb
    ids: tuple[str, ...]
    folder_id: str = ""
    tag_id: str = ""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many chats changed, and what takes it back (nothing for "purge")."""

    count: int
    undo: tuple[BulkAction, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderRemoval:
    """What deleting a folder did, for taking it back: the folders that went, and where everything else was."""

    folder_id: str
    folder_ids: tuple[str, ...]
    moved_folder_ids: tuple[str, ...]
    """Folders that moved up."""
    chats: tuple[BulkAction, ...]
    """What takes back what happened to the chats."""
    count: int
    """How many chats were concerned."""
    document_ids: tuple[str, ...] = ()
    """Documents that moved up or went, too."""
