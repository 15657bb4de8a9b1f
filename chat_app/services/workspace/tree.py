"""Rules of nested folders, over what lies in what: `parents` maps each folder's id to its parent's, "" at the top."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app.services.workspace.errors import FolderInItselfError, FolderTooDeepError

MAX_DEPTH = 8
"""Folders in folders, counted from the top."""

Parents = Mapping[str, str]


def path_to(parents: Parents, folder_id: str) -> list[str]:
    """The folder with those above it, the topmost first; what is not known above it ends the path."""
    path: list[str] = []
    while folder_id in parents and folder_id not in path:
        path.append(folder_id)
        folder_id = parents[folder_id]
    return path[::-1]


def subtree(parents: Parents, folder_id: str) -> list[str]:
    """The folder and all that lies in it, each before what it holds."""
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found, waiting = [], [folder_id]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += children.get(current, [])
    return found


def check_move(parents: Parents, folder_id: str, parent_id: str) -> None:
    """Raises `FolderInItselfError` or `FolderTooDeepError` where the folder (with all in it) cannot lie in `parent_id`."""
    path = path_to(parents, parent_id)
    if folder_id in path:
        raise FolderInItselfError
    top = len(path_to(parents, folder_id))
    height = max(len(path_to(parents, inner)) for inner in subtree(parents, folder_id)) - top + 1 if top else 1
    if len(path) + height > MAX_DEPTH:
        raise FolderTooDeepError(max=MAX_DEPTH)
