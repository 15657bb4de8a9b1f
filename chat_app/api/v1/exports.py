"""Chats as files, and links that show them, over REST."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.exports.dto import ExportFile, Format, Scope
from chat_app.services.sharing.dto import NewShare, Share

router = APIRouter(tags=["exports"])

MAX_CHATS = 1_000
Language = Annotated[Literal["", "en", "de"], Query()]


class Selection(Body):
    """Chats to write into one ZIP."""

    conversation_ids: list[Id] = Field(min_length=1, max_length=MAX_CHATS)
    format: Format = "markdown"
    scope: Scope = "branch"


class ShareBody(Body):
    """A link to the branch on show or to all branches, valid for `days` (null: without end)."""

    scope: Scope = "branch"
    days: int | None = 30


@router.get("/conversations/{conversation_id}/export", response_class=Response)
async def export_chat(
    actor: CurrentActor,
    conversation_id: Id,
    format: Format = "markdown",  # noqa: A002  (as it is called in the address)
    scope: Scope = "branch",
    language: Language = "",
) -> Response:
    """The chat as a file."""
    return download(await services().exports.export(actor, conversation_id, format, scope, language or actor.language))


@router.post("/exports", response_class=Response)
async def export_chats(actor: CurrentActor, body: Selection) -> Response:
    """Several chats as one ZIP."""
    return download(await services().exports.export_many(actor, body.conversation_ids, body.format, body.scope, actor.language))


@router.get("/shares")
async def list_shares(actor: CurrentActor, conversation_id: Id | Literal[""] = "") -> list[Share]:
    """One's links, newest first."""
    return await services().shares.list(actor, conversation_id)


@router.post("/conversations/{conversation_id}/shares", status_code=201)
async def create_share(actor: CurrentActor, conversation_id: Id, body: ShareBody) -> NewShare:
    """Make a link; its address is told this once."""
    return await services().shares.create(actor, conversation_id, body.scope, body.days)


@router.delete("/shares/{share_id}", status_code=204)
async def revoke_share(actor: CurrentActor, share_id: Id) -> None:
    """End a link at once."""
    await services().shares.revoke(actor, share_id)


def download(file: ExportFile) -> Response:
    """The file for saving: never shown by the browser in our name."""
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(file.data, media_type=file.media_type, headers=headers)
