"""What people may do in a folder. Each role may do what those before it may."""

from __future__ import annotations

from enum import IntEnum


class FolderRole(IntEnum):
    """NONE does not know that the folder exists, and is answered like that."""

    NONE = 0
    VIEWER = 1
    """Reads chats, documents and notes."""
    EDITOR = 2
    """Also asks in chats, begins new ones, and changes what is there."""
    MANAGER = 3
    """Also says who else may be here, and sets the project."""
    OWNER = 4
    """Also deletes it."""


GRANTED = {"viewer": FolderRole.VIEWER, "editor": FolderRole.EDITOR, "manager": FolderRole.MANAGER}
"""The roles that a membership can give, as they are stored."""
