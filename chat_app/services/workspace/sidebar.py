"""Which lists a sidebar shows before anybody has touched it."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.services.workspace.dto import Listing

PAGE_SIZE = 50
FOLDER_PAGE = 30
FOLDERS_AT_ONCE = 12
"""Open folders that are read together with the page; the others follow when they come into view."""
UNFILED = Listing("unfiled")


def first_lists(open_folder_ids: Sequence[str]) -> dict[Listing, int]:
    """The chats in no folder and those of the first open folders, each with the number of rows to read."""
    inside = {Listing("folder", folder_id): FOLDER_PAGE for folder_id in open_folder_ids[:FOLDERS_AT_ONCE]}
    return {UNFILED: PAGE_SIZE, **inside}
