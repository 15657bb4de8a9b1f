"""Administrators' accesses to content over REST, and what everybody may know about those to their own."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.exports import download
from chat_app.api.v1.people import Cursor, Limit
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.content_access.dto import AccessNotice, ContentAccess, ReadChat
from chat_app.services.exports.dto import Format
from chat_app.services.kernel.pagination import Page

router = APIRouter(prefix="/admin/content-accesses", tags=["administration"])
own_router = APIRouter(prefix="/me/content-accesses", tags=["me"])


class NewAccess(Body):
    """Whose chats, why, and for how long."""

    user_id: Id
    reason: str = Field(max_length=2_000)
    minutes: int = 60


@router.get("")
async def list_accesses(actor: CurrentActor, user_id: Id | Literal[""] = "", cursor: Cursor = "", limit: Limit = 50) -> Page[ContentAccess]:
    """All accesses, newest first."""
    return await services().content_access.list(actor, user_id, cursor, limit)


@router.post("", status_code=201)
async def open_access(actor: CurrentActor, body: NewAccess) -> ContentAccess:
    """Open access to a person's chats; that person sees it."""
    return await services().content_access.open(actor, body.user_id, body.reason, body.minutes)


@router.delete("/{access_id}", status_code=204)
async def end_access(actor: CurrentActor, access_id: Id) -> None:
    """End one's own access early."""
    await services().content_access.end(actor, access_id)


@router.get("/{access_id}/conversations")
async def list_chats(actor: CurrentActor, access_id: Id, cursor: Cursor = "", limit: Limit = 50) -> Page[ConversationSummary]:
    """The person's chats."""
    return await services().content_reading.chats(actor, access_id, cursor, limit)


@router.get("/{access_id}/conversations/{conversation_id}")
async def read_chat(actor: CurrentActor, access_id: Id, conversation_id: Id, before: Id | Literal[""] = "", limit: Limit = 50) -> ReadChat:
    """A page of one chat, read-only."""
    return await services().content_reading.chat(actor, access_id, conversation_id, before, limit)


@router.get("/{access_id}/conversations/{conversation_id}/export", response_class=Response)
async def export_chat(
    actor: CurrentActor,
    access_id: Id,
    conversation_id: Id,
    format: Format = "markdown",  # noqa: A002  (as it is called in the address)
) -> Response:
    """One chat as a file."""
    return download(await services().content_reading.export(actor, access_id, conversation_id, format))


@own_router.get("")
async def accesses_to_me(actor: CurrentActor) -> list[AccessNotice]:
    """When administrators could read one's own chats, and why; newest first."""
    return await services().content_access.to_me(actor)
