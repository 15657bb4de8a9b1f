"""The sidebar as a whole, over REST: a page asks for it while its scripts still load."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.workspace.dto import Folder, Tag
from chat_app.services.workspace.sidebar import UNFILED, first_lists

router = APIRouter(prefix="/sidebar", tags=["folders"])


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder without its settings; siblings come in their order."""

    id: str
    parent_id: str
    name: str
    color: str
    role: str
    """What the reader may do in it; other than "owner": it is somebody else's."""
    shared: bool
    """Whether others are in it."""


@dataclass(frozen=True, slots=True)
class Sidebar:
    """Folders, tags and the latest chats; `width` in pixels."""

    width: int
    is_open: bool
    open_ids: list[str]
    folders: list[FolderRow]
    counts: dict[str, int]
    """How many chats lie directly in each folder that has any."""
    tags: list[Tag]
    chats: list[ConversationSummary]
    """The latest of those in no folder."""
    inside: dict[str, list[ConversationSummary]]
    """The latest of each open folder, for the first open ones."""


@router.get("")
async def read_sidebar(actor: CurrentActor) -> Sidebar:
    """What the sidebar shows first, as it was at one moment."""
    preferences = await services().accounts.preferences(actor)
    seen = await services().listing.overview(actor, first_lists(preferences.open_folder_ids))
    known = {folder.id for folder in seen.folders}
    return Sidebar(
        width=preferences.sidebar_width,
        is_open=preferences.sidebar_open,
        open_ids=[folder_id for folder_id in preferences.open_folder_ids if folder_id in known],
        folders=[_folder_row(folder) for folder in seen.folders],
        counts=seen.counts,
        tags=seen.tags,
        chats=seen.pages[UNFILED].items,
        inside={listing.folder_id: page.items for listing, page in seen.pages.items() if listing.folder_id in known},
    )


def _folder_row(folder: Folder) -> FolderRow:
    return FolderRow(folder.id, folder.parent_id, folder.name, folder.color, folder.role, folder.shared)
