"""Chats over REST."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Query, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import ConversationPatch, Id, NewConversation
from chat_app.container import services
from chat_app.services.chat.dto import Conversation, ConversationSummary

router = APIRouter(prefix="/conversations", tags=["conversations"])


@dataclass(frozen=True, slots=True)
class ConversationList:
    """A page of chats; `next_cursor` is empty at the end."""

    items: list[ConversationSummary]
    next_cursor: str


@router.post("", status_code=201)
async def create_conversation(actor: CurrentActor, response: Response, body: NewConversation | None = None) -> Conversation:
    """Make an empty chat."""
    made = await services().conversations.create(actor, model_id=body.model_id if body else "")
    response.headers["Location"] = f"/api/v1/conversations/{made.id}"
    return made


@router.get("")
async def list_conversations(actor: CurrentActor, cursor: str = "", limit: int = Query(default=50, ge=1, le=100)) -> ConversationList:
    """The chats, latest activity first."""
    page = await services().conversations.list(actor, cursor, limit)
    return ConversationList(page.items, page.next_cursor)


@router.get("/{conversation_id}")
async def get_conversation(actor: CurrentActor, conversation_id: Id) -> Conversation:
    """One chat."""
    return await services().conversations.get(actor, conversation_id)


@router.patch("/{conversation_id}")
async def change_conversation(actor: CurrentActor, conversation_id: Id, body: ConversationPatch) -> Conversation:
    """Rename, choose a model, keep a draft, or take out of the trash (`"deleted": false`)."""
    chats = services().conversations
    if body.deleted is False:
        await chats.restore(actor, conversation_id)
    if body.title is not None:
        await chats.rename(actor, conversation_id, body.title)
    if body.model_id is not None:
        await chats.choose_model(actor, conversation_id, body.model_id)
    if body.draft is not None:
        await chats.save_draft(actor, conversation_id, body.draft)
    conversation = await chats.get(actor, conversation_id)
    if body.deleted:
        await chats.delete(actor, conversation_id)
    return conversation


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(actor: CurrentActor, conversation_id: Id) -> None:
    """Put a chat into the trash."""
    await services().conversations.delete(actor, conversation_id)
