"""The strip of open chats over REST."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.workspace.tabs import Desk


async def _own_chat(actor: CurrentActor, conversation_id: Id) -> str:
    """The chat in the path, which has to be the actor's; raises `NotFoundError`."""
    return (await services().conversations.get(actor, conversation_id)).id


OwnChat = Annotated[str, Depends(_own_chat)]

router = APIRouter(prefix="/tabs", tags=["tabs"])


class TabPatch(Body):
    """What may be changed of a tab; fields left out stay as they are."""

    pinned: bool | None = None
    position: int | None = Field(default=None, ge=0, le=1_000)
    share: int | None = Field(default=None, ge=0, le=100)
    """Percent of the width beside the chat in front; 0 for not beside."""


@router.get("")
async def list_tabs(actor: CurrentActor) -> Desk:
    """The open tabs in their order."""
    return await services().tabs.desk(actor)


@router.put("/{conversation_id}")
async def open_tab(actor: CurrentActor, conversation_id: Id) -> Desk:
    """Open a chat's tab; once it is open this does nothing."""
    await services().tabs.open(actor, conversation_id)
    return await services().tabs.desk(actor)


@router.patch("/{conversation_id}")
async def change_tab(actor: CurrentActor, conversation_id: OwnChat, body: TabPatch) -> Desk:
    """Pin, move, or show beside the chat in front."""
    tabs = services().tabs
    if body.pinned is not None:
        await tabs.pin(actor, conversation_id, body.pinned)
    if body.position is not None:
        await tabs.move(actor, conversation_id, body.position)
    if body.share is not None:
        await tabs.split(actor, conversation_id, body.share)
    return await tabs.desk(actor)


@router.delete("/{conversation_id}")
async def close_tab(actor: CurrentActor, conversation_id: OwnChat, which: Literal["this", "others", "right"] = "this") -> Desk:
    """Close a tab, all others, or those to its right."""
    await services().tabs.close(actor, conversation_id, which)
    return await services().tabs.desk(actor)


@router.post("/reopened")
async def reopen_tab(actor: CurrentActor) -> Desk:
    """Open the tab closed last where it was."""
    await services().tabs.reopen(actor)
    return await services().tabs.desk(actor)
