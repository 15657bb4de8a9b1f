"""What routing refuses."""

from __future__ import annotations

from chat_app.errors import NotAllowedError
from chat_app.services.routing.dto import LocalOnlyBy


class LocalOnlyError(NotAllowedError):
    """The model runs on somebody else's machines, and its person or folder wants that none of them gets anything."""

    default_key = "error.local_only_person"

    def __init__(self, by: LocalOnlyBy) -> None:
        super().__init__("error.local_only_folder" if by == "folder" else "error.local_only_person")
