"""Folders over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.workspace.dto import Color, Folder, FolderChanges, FolderRemoval, LocalRule, PayerRule

router = APIRouter(prefix="/folders", tags=["folders"])


@dataclass(frozen=True, slots=True)
class FolderList:
    """All folders, siblings in their order, and how many chats in use lie directly in each (none is left out)."""

    items: list[Folder]
    chats: dict[str, int]


class FolderPatch(Body):
    """What to change; fields left out stay. `parent_id` moves it ("" to the top), before the sibling `before_id` or to the end."""

    name: str | None = None
    color: Color | None = None
    model_id: str | None = None
    instructions: str | None = None
    local_only: LocalRule | None = None
    payer: PayerRule | None = None
    parent_id: Id | Literal[""] | None = None
    before_id: Id | Literal[""] = ""


class NewFolder(Body):
    """A folder in another one, or at the top."""

    name: str
    parent_id: Id | Literal[""] = ""
    color: Color = ""
    model_id: str = ""
    instructions: str = ""
    local_only: LocalRule = "inherit"
    payer: PayerRule = "inherit"


@router.get("")
async def list_folders(actor: CurrentActor) -> FolderList:
    """All folders with their counts."""
    folders = services().folders
    return FolderList(await folders.list(actor), await folders.counts(actor))


@router.post("", status_code=201)
async def create_folder(actor: CurrentActor, body: NewFolder, response: Response) -> Folder:
    """Make a folder."""
    changes = FolderChanges(None, body.color, body.model_id, body.instructions, body.local_only, body.payer)
    made = await services().folders.create(actor, body.name, body.parent_id, changes)
    response.headers["Location"] = f"/api/v1/folders/{made.id}"
    return made


@router.get("/{folder_id}")
async def get_folder(actor: CurrentActor, folder_id: Id) -> Folder:
    """One folder."""
    return await services().folders.get(actor, folder_id)


@router.patch("/{folder_id}")
async def change_folder(actor: CurrentActor, folder_id: Id, body: FolderPatch) -> Folder:
    """Rename, colour, set the starting model, the instructions or who pays, move."""
    folders = services().folders
    if body.parent_id is not None:
        await folders.move(actor, folder_id, body.parent_id, body.before_id)
    changes = FolderChanges(body.name, body.color, body.model_id, body.instructions, body.local_only, body.payer)
    return await folders.change(actor, folder_id, changes)


@router.delete("/{folder_id}")
async def delete_folder(actor: CurrentActor, folder_id: Id, chats: Literal["keep", "delete"] = "keep") -> FolderRemoval:
    """Delete a folder: what is in it moves up (`keep`), or goes with it, the chats to the trash (`delete`)."""
    return await services().folders.delete(actor, folder_id, keep_chats=chats == "keep")
