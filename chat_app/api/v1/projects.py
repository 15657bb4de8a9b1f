"""Projects over REST: folders with their people, notes, copies and figures. Colours, order and what applies inside: `/folders`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import csv_file
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.errors import LimitReachedError
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.projects.copying import Parts
from chat_app.services.projects.dto import Candidate, Dashboard, GrantedRole, Member, Note
from chat_app.services.workspace.dto import Folder, FolderChanges

router = APIRouter(prefix="/projects", tags=["projects"])
sharing_router = APIRouter(prefix="/projects", tags=["projects"])
DEFAULT_DAYS = 30
COPIES_PER_SECOND = 0.1
COPIES_AT_ONCE = 10


class NewProject(Body):
    """`template_id`: a project that this one begins as, with its folders, settings and notes."""

    name: str = Field(max_length=1000)
    description: str = Field(default="", max_length=10_000)
    instructions: str = Field(default="", max_length=200_000)
    model_id: ModelId = ""
    assistant_id: Id | Literal[""] = ""
    template_id: Id | Literal[""] = ""


class ProjectPatch(Body):
    """What may be changed of a project; fields left out stay as they are."""

    name: str | None = Field(default=None, max_length=1000)
    description: str | None = Field(default=None, max_length=10_000)
    instructions: str | None = Field(default=None, max_length=200_000)
    model_id: ModelId | None = None
    assistant_id: Id | Literal[""] | None = None
    is_template: bool | None = None
    archived: bool | None = None


class Copy(Body):
    """What a copy takes along besides folders, settings and notes; an empty name keeps the project's."""

    name: str = Field(default="", max_length=1000)
    chats: bool = False
    files: bool = False


class NewMember(Body):
    """Exactly one of the three says who; an address has to be whole."""

    role: GrantedRole
    person_id: Id | Literal[""] = ""
    group_id: Id | Literal[""] = ""
    email: str = Field(default="", max_length=320)


class MemberPatch(Body):
    """Another role."""

    role: GrantedRole


class NoteBody(Body):
    """Title and text of a note."""

    title: str = Field(default="", max_length=1000)
    text: str = Field(default="", max_length=400_000)


class NotePatch(NoteBody):
    """Both anew, with the version that they are based on."""

    version: int = Field(ge=1, le=2**31 - 1)


@router.get("")
async def list_projects(actor: CurrentActor, archived: bool = False, templates: bool = False) -> list[Folder]:
    """All projects that one may read, those in use or those that were put away; `templates`: only these."""
    return await services().projects.list(actor, archived=archived, templates=templates)


@router.post("", status_code=201)
async def create_project(actor: CurrentActor, body: NewProject, response: Response) -> Folder:
    """Begin a project, anew or as a template says."""
    values = {name: getattr(body, name) or None for name in ("description", "instructions", "model_id", "assistant_id")}
    if body.template_id:
        made = await services().projects.duplicate(actor, body.template_id, body.name)
        made = await services().folders.change(actor, made.id, FolderChanges(**values))
    else:
        made = await services().folders.create(actor, body.name, changes=FolderChanges(**values))
    response.headers["Location"] = f"/api/v1/projects/{made.id}"
    return made


@router.get("/{folder_id}")
async def get_project(actor: CurrentActor, folder_id: Id) -> Folder:
    """One project, with one's role in it."""
    return await services().folders.get(actor, folder_id)


@router.patch("/{folder_id}")
async def change_project(actor: CurrentActor, folder_id: Id, body: ProjectPatch) -> Folder:
    """Rename, describe, set what chats begin with, mark as a template, put away or take out again."""
    changed = await services().folders.change(actor, folder_id, FolderChanges(**body.model_dump(exclude={"archived"})))
    return changed if body.archived is None else await services().projects.archive(actor, folder_id, body.archived)


@router.delete("/{folder_id}", status_code=204)
async def delete_project(actor: CurrentActor, folder_id: Id, chats: Literal["keep", "delete"] = "delete") -> None:
    """Delete a project of one's own with its folders; chats and documents go to the trash, or stay (`keep`)."""
    await services().folders.delete(actor, folder_id, keep_chats=chats == "keep")


@router.get("/{folder_id}/dashboard")
async def get_dashboard(actor: CurrentActor, folder_id: Id, since: date | None = None, until: date | None = None) -> Dashboard:
    """What was used in it and what is in it; the last thirty days unless others are asked for."""
    return await services().project_dashboard.figures(actor, folder_id, *_range(since, until))


@router.get("/{folder_id}/usage.csv", response_class=Response)
async def export_usage(actor: CurrentActor, folder_id: Id, since: date | None = None, until: date | None = None) -> Response:
    """What was used by day and model, as CSV."""
    return csv_file("parley-project.csv", await services().project_dashboard.csv(actor, folder_id, *_range(since, until)))


@router.get("/{folder_id}/notes")
async def list_notes(actor: CurrentActor, folder_id: Id) -> list[Note]:
    """The notes of a project, the last changed first."""
    return await services().project_notes.list(actor, folder_id)


@router.post("/{folder_id}/notes", status_code=201)
async def create_note(actor: CurrentActor, folder_id: Id, body: NoteBody) -> Note:
    """Write a note."""
    return await services().project_notes.create(actor, folder_id, body.title, body.text)


@router.get("/notes/{note_id}")
async def get_note(actor: CurrentActor, note_id: Id) -> Note:
    """One note."""
    return await services().project_notes.get(actor, note_id)


@router.put("/notes/{note_id}")
async def change_note(actor: CurrentActor, note_id: Id, body: NotePatch) -> Note:
    """Write it anew; 409 when somebody else changed it meanwhile."""
    return await services().project_notes.change(actor, note_id, body.version, body.title, body.text)


@router.delete("/notes/{note_id}", status_code=204)
async def delete_note(actor: CurrentActor, note_id: Id) -> None:
    """Put a note into the trash."""
    await services().project_notes.delete(actor, note_id)


@router.get("/{folder_id}/members")
async def list_members(actor: CurrentActor, folder_id: Id) -> list[Member]:
    """Whose project it is, and whom it or a folder above lets in."""
    return await services().project_members.list(actor, folder_id)


@router.post("/{folder_id}/leave", status_code=204)
async def leave_project(actor: CurrentActor, folder_id: Id) -> None:
    """Give up one's own memberships in it; the chats that one began go along."""
    await services().project_members.leave(actor, folder_id)


@sharing_router.get("/{folder_id}/candidates")
async def list_candidates(actor: CurrentActor, folder_id: Id, search: Annotated[str, Query(max_length=200)] = "") -> list[Candidate]:
    """People and groups of one's own surroundings who could be let in."""
    return await services().project_members.candidates(actor, folder_id, search)


@sharing_router.post("/{folder_id}/members")
async def add_member(actor: CurrentActor, folder_id: Id, body: NewMember) -> list[Member]:
    """Let a person or group in, or give them another role."""
    who = {"person_id": body.person_id, "group_id": body.group_id, "email": body.email}
    return list(await services().project_members.add(actor, folder_id, body.role, **who))


@sharing_router.patch("/{folder_id}/members/{folder_member_id}")
async def change_member(actor: CurrentActor, folder_id: Id, folder_member_id: Id, body: MemberPatch) -> list[Member]:
    """Give a member another role."""
    return list(await services().project_members.change(actor, folder_id, folder_member_id, body.role))


@sharing_router.delete("/{folder_id}/members/{folder_member_id}", status_code=204)
async def remove_member(actor: CurrentActor, folder_id: Id, folder_member_id: Id) -> None:
    """Put a member out; what they may see ends at once."""
    await services().project_members.remove(actor, folder_id, folder_member_id)


def _range(since: date | None, until: date | None) -> tuple[date, date]:
    end = until or datetime.now(UTC).date()
    return since or end - timedelta(days=DEFAULT_DAYS - 1), end


def create_copy_router() -> APIRouter:
    """The route that copies, with a limit per person of its own."""
    router = APIRouter(prefix="/projects", tags=["projects"])
    rates = TokenBuckets(COPIES_PER_SECOND, COPIES_AT_ONCE)

    @router.post("/{folder_id}/duplicate", status_code=201)
    async def duplicate_project(actor: CurrentActor, folder_id: Id, body: Copy, response: Response) -> Folder:
        """Copy a project that one may read to one's own."""
        if not rates.take(actor.user_id):
            raise LimitReachedError
        made = await services().projects.duplicate(actor, folder_id, body.name, Parts(body.chats, body.files))
        response.headers["Location"] = f"/api/v1/projects/{made.id}"
        return made

    return router
