"""Many chats at once, and the trash, over REST."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.services.workspace.bulk import MAX_CHATS
from chat_app.services.workspace.dto import BulkAction, BulkResult, BulkVerb

router = APIRouter(tags=["conversations"])


class NewBulkAction(Body):
    """One thing to do to many chats. "move" takes `folder_id` (empty: out of all folders), "tag" and "untag" take `tag_id`."""

    verb: BulkVerb
    ids: Annotated[tuple[Id, ...], Field(max_length=MAX_CHATS)]
    folder_id: Id | Literal[""] = ""
    tag_id: Id | Literal[""] = ""


class Emptied(Body):
    """How many chats were deleted for ever."""

    count: int


@router.post("/conversations/bulk")
async def act_on_conversations(actor: CurrentActor, body: NewBulkAction) -> BulkResult:
    """Do it to all of them in one transaction. `undo` holds what takes it back, to be posted here as it is."""
    return await services().bulk.apply(actor, BulkAction(body.verb, body.ids, body.folder_id, body.tag_id))


@router.delete("/trash")
async def empty_trash(actor: CurrentActor) -> Emptied:
    """Delete all chats in the trash for ever."""
    return Emptied(count=await services().bulk.empty_trash(actor))


@router.delete("/trash/{conversation_id}", status_code=204)
async def delete_for_ever(actor: CurrentActor, conversation_id: Id) -> None:
    """Delete one chat of the trash for ever; one that is not there is not found, and stays as it is."""
    if not (await services().bulk.apply(actor, BulkAction("purge", (conversation_id,)))).count:
        raise NotFoundError
