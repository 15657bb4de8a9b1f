"""Watched folders of the server over REST, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.watching.dto import Look, WatchedFolder

LONGEST_PATH = 1_000

router = APIRouter(prefix="/admin/watched-folders", tags=["administration"])


class WatchedFolderBody(Body):
    """A folder of the server by its full path, and the project that its files are documents of ("" for your own library)."""

    path: str = Field(min_length=1, max_length=LONGEST_PATH)
    folder_id: Id | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class WatchedFolderEntry:
    """A watched folder; `problem` is a sentence, or empty."""

    folder: WatchedFolder
    problem: str


@dataclass(frozen=True, slots=True)
class WatchedFolderList:
    """All watched folders. There may be others below `places`, which whoever runs the server has named."""

    items: list[WatchedFolderEntry]
    places: list[str]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that did not become a document, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class LookResult:
    """What looking through a folder brought about: files taken, documents gone with theirs, files left for the next look."""

    taken: int
    gone: int
    left: int
    refused: list[RefusedFile]
    problem: str


@router.get("")
async def list_watched_folders(actor: CurrentActor) -> WatchedFolderList:
    """All of them, by their paths."""
    found = await services().watching.list(actor)
    return WatchedFolderList([_entry(each, found.places, actor.language) for each in found.items], list(found.places))


@router.post("", status_code=201)
async def add_watched_folder(actor: CurrentActor, body: WatchedFolderBody, response: Response) -> WatchedFolderEntry:
    """Watch a folder from now on. Its documents belong to you."""
    made = await services().watching.add(actor, body.path, body.folder_id)
    response.headers["Location"] = f"/api/v1/admin/watched-folders/{made.id}"
    return WatchedFolderEntry(made, "")


@router.put("/{watched_folder_id}")
async def change_watched_folder(actor: CurrentActor, watched_folder_id: Id, body: WatchedFolderBody) -> WatchedFolderEntry:
    """Watch another folder, or for another project. Its documents belong to you from then on."""
    return WatchedFolderEntry(await services().watching.change(actor, watched_folder_id, body.path, body.folder_id), "")


@router.delete("/{watched_folder_id}", status_code=204)
async def remove_watched_folder(
    actor: CurrentActor, watched_folder_id: Id, documents: Annotated[Literal["keep", "trash"], Query()] = "trash"
) -> None:
    """Watch a folder no longer. Its documents go to the trash, or stay."""
    await services().watching.remove(actor, watched_folder_id, documents)


@router.post("/{watched_folder_id}/scan")
async def scan_watched_folder(actor: CurrentActor, watched_folder_id: Id) -> LookResult:
    """Look through a folder now. 409 while folders are being looked through anyway."""
    return _result(await services().watching.look(actor, watched_folder_id), actor.language)


def _entry(found: WatchedFolder, places: tuple[str, ...], language: str) -> WatchedFolderEntry:
    return WatchedFolderEntry(found, translate(found.problem, language, places=", ".join(places)) if found.problem else "")


def _result(look: Look, language: str) -> LookResult:
    refused = [RefusedFile(each.name, translate(each.problem, language, **each.params)) for each in look.refused]
    return LookResult(look.taken, look.gone, look.left, refused, translate(look.problem, language, places="") if look.problem else "")
