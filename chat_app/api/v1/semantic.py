"""Chats and messages as knowledge, over REST."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.knowledge.dto import Document
from chat_app.services.knowledge.following import Semantic

router = APIRouter(tags=["knowledge"])


class SemanticBody(Body):
    """The project that it is found in; "" for your own library. Whoever may read the project may read it then."""

    folder_id: Id | Literal[""] = ""


@router.get("/semantic")
async def list_semantic(actor: CurrentActor) -> list[Semantic]:
    """The chats and messages that you have made knowledge of."""
    return await services().knowledge.following.list(actor)


@router.put("/conversations/{conversation_id}/semantic")
async def use_conversation(actor: CurrentActor, conversation_id: Id, body: SemanticBody) -> Document:
    """Let a chat be found in your documents. Its document follows it. 409 while an answer is being written."""
    return await services().knowledge.following.begin(actor, "chat", conversation_id, body.folder_id)


@router.delete("/conversations/{conversation_id}/semantic", status_code=204)
async def leave_conversation(actor: CurrentActor, conversation_id: Id) -> None:
    """Let a chat be found no longer; its document is deleted for good."""
    await services().knowledge.following.end(actor, "chat", conversation_id)


@router.put("/messages/{message_id}/semantic")
async def use_message(actor: CurrentActor, message_id: Id, body: SemanticBody) -> Document:
    """Let a message be found in your documents. Its document follows it. 409 while it is being written."""
    return await services().knowledge.following.begin(actor, "message", message_id, body.folder_id)


@router.delete("/messages/{message_id}/semantic", status_code=204)
async def leave_message(actor: CurrentActor, message_id: Id) -> None:
    """Let a message be found no longer; its document is deleted for good."""
    await services().knowledge.following.end(actor, "message", message_id)
