"""Whether models of providers get placeholders for personal data, over REST."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, StrictBool

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.redaction.service import DecidedBy

router = APIRouter(tags=["redaction"])


class Redaction(BaseModel):
    """`decided_by` says whose choice it is that placeholders are sent; empty where everything is sent in clear."""

    decided_by: DecidedBy


class RedactionChoice(Body):
    """null leaves it to the folder, the person and the site."""

    wanted: StrictBool | None


@router.get("/conversations/{conversation_id}/redaction")
async def get_redaction(actor: CurrentActor, conversation_id: Id) -> Redaction:
    """What holds for a chat."""
    await services().conversations.get(actor, conversation_id)
    return Redaction(decided_by=await services().redaction.decided_by(actor, conversation_id))


@router.put("/conversations/{conversation_id}/redaction", status_code=204)
async def choose_redaction(actor: CurrentActor, conversation_id: Id, body: RedactionChoice) -> None:
    """Choose for one chat. Where the site demands placeholders they are sent in any case."""
    await services().redaction.set_for_chat(actor, conversation_id, body.wanted)


@router.put("/folders/{folder_id}/redaction", status_code=204)
async def choose_redaction_of_folder(actor: CurrentActor, folder_id: Id, body: RedactionChoice) -> None:
    """Choose for the chats of a folder and of those below."""
    await services().redaction.set_for_folder(actor, folder_id, body.wanted)
