"""The list of projects: each with what is in it and when it was last used, so that one finds the right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects import card_queries as queries
from chat_app.services.workspace.dto import Folder
from chat_app.services.workspace.folders import all_folders


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project as a list shows it. Chats and documents are those of the folders in it, too."""

    folder: Folder
    owner_name: str
    """Whose it is; empty for the reader's own."""
    members: int
    """People and groups that were let in here or further up, and the owner."""
    chats: int
    documents: int
    used_at: datetime
    """When something was last said in it; before that, when it was made."""


class CardService:
    """Reads; every folder that one may read is a project, and those that lie in another are shown by it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def list(self, actor: Actor, *, archived: bool = False, templates: bool = False) -> list[ProjectCard]:
        """Projects in use or put away, the last used first: those that lie in no other, and with `templates` all that are marked as one."""
        found = await self._db.read(lambda session: read_cards(session, actor))
        return [card for card in found if _is_listed(card.folder, archived=archived, templates=templates)]


def read_cards(session: Session, actor: Actor) -> list[ProjectCard]:
    folders = all_folders(session, actor)
    trees = _trees(folders)
    chats, documents = queries.count_chats(session, actor), queries.count_documents(session, actor)
    members, uses, owners = (
        queries.count_memberships(session, actor),
        queries.last_uses(session, actor),
        queries.owner_names(session, actor),
    )
    parents = {folder.id: folder.parent_id for folder in folders}
    cards = [
        ProjectCard(
            folder,
            owners.get(folder.id, ""),
            1 + sum(members.get(id_, 0) for id_ in _path(parents, folder.id)),
            sum(chats.get(id_, 0) for id_ in trees[folder.id]),
            sum(documents.get(id_, 0) for id_ in trees[folder.id]),
            max([folder.created_at, *(uses[id_] for id_ in trees[folder.id] if id_ in uses)]),
        )
        for folder in folders
    ]
    return sorted(cards, key=lambda card: card.used_at, reverse=True)


def _is_listed(folder: Folder, *, archived: bool, templates: bool) -> bool:
    if templates:
        return folder.is_template
    # What was put away stands alone, wherever it lies.
    return (folder.archived_at is not None) is archived and (archived or not folder.parent_id)


def _trees(folders: Iterable[Folder]) -> Mapping[str, list[str]]:
    """Each folder with all that lie in it."""
    rows = list(folders)
    parents = {folder.id: folder.parent_id for folder in rows}
    trees: dict[str, list[str]] = {folder.id: [] for folder in rows}
    for folder in rows:
        for above in _path(parents, folder.id):
            trees[above].append(folder.id)
    return trees


def _path(parents: Mapping[str, str], folder_id: str) -> Iterable[str]:
    """A folder and those above it, as far as they are known."""
    while folder_id in parents:
        yield folder_id
        folder_id = parents[folder_id]
