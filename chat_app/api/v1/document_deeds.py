"""Many documents at once, over REST."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.errors import ConflictError, NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.room import Room

MOST = 1_000
Verb = Literal["move", "enable", "disable", "retry", "cancel", "delete", "restore", "purge"]

router = APIRouter(tags=["knowledge"])


class NewDeed(Body):
    """One thing to do to many documents. "move" takes `folder_id` (empty: the own library); "purge" deletes for good."""

    verb: Verb
    ids: Annotated[tuple[Id, ...], Field(max_length=MOST)]
    folder_id: Id | Literal[""] = ""


class Done(Body):
    """To how many documents it was done: those that are gone, or that nothing may be changed of, are left out."""

    count: int


@router.post("/documents/bulk")
async def act_on_documents(actor: CurrentActor, body: NewDeed) -> Done:
    """Do it to all of them that it can be done to."""
    documents, trash, reading = services().documents, services().document_trash, services().document_reading
    match body.verb:
        case "move":
            return Done(count=await documents.move(actor, body.ids, body.folder_id))
        case "cancel":
            return Done(count=await reading.cancel(actor, body.ids))
        case "restore":
            return Done(count=await trash.restore(actor, body.ids))
        case "delete" | "purge":
            return Done(count=await trash.delete(actor, body.ids, for_good=body.verb == "purge"))
        case "retry":
            return Done(count=await _each(actor, body.ids, reading.retry))
        case "enable" | "disable":
            return Done(count=await _each(actor, body.ids, lambda actor, id_: documents.enable(actor, id_, enabled=body.verb == "enable")))


@router.get("/knowledge/room")
async def read_room(actor: CurrentActor) -> Room:
    """How many documents and bytes you have, and may have at most."""
    return await services().document_room.room(actor)


async def _each(actor: Actor, ids: tuple[str, ...], act: Callable[[Actor, str], Awaitable[object]]) -> int:
    count = 0
    for document_id in ids:
        try:
            await act(actor, document_id)
            count += 1
        except (NotFoundError, ConflictError):
            continue
    return count
