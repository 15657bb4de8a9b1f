"""Tags over REST."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.workspace.dto import Color, Tag

router = APIRouter(prefix="/tags", tags=["tags"])


@dataclass(frozen=True, slots=True)
class TagList:
    """All tags by name."""

    items: list[Tag]


class NewTag(Body):
    """A tag; one with this name, whatever its case, is made once."""

    name: str
    color: Color = ""


class TagPatch(Body):
    """What to change of a tag."""

    name: str | None = None
    color: Color | None = None


@router.get("")
async def list_tags(actor: CurrentActor) -> TagList:
    """All tags."""
    return TagList(await services().tags.list(actor))


@router.post("", status_code=201)
async def create_tag(actor: CurrentActor, body: NewTag, response: Response) -> Tag:
    """Make a tag."""
    made = await services().tags.create(actor, body.name, body.color)
    response.headers["Location"] = f"/api/v1/tags/{made.id}"
    return made


@router.patch("/{tag_id}")
async def change_tag(actor: CurrentActor, tag_id: Id, body: TagPatch) -> Tag:
    """Rename or colour a tag."""
    return await services().tags.change(actor, tag_id, body.name, body.color)


@router.delete("/{tag_id}", status_code=204)
async def delete_tag(actor: CurrentActor, tag_id: Id) -> None:
    """Take a tag from all chats and forget it."""
    await services().tags.delete(actor, tag_id)
