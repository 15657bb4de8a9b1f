"""Chats over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import ConversationPatch, Id, NewConversation
from chat_app.container import services
from chat_app.services.chat.dto import Conversation, ConversationSummary
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import BulkAction, Listing, View

router = APIRouter(prefix="/conversations", tags=["conversations"])


@dataclass(frozen=True, slots=True)
class ConversationList:
    """A page of chats; `next_cursor` is empty at the end."""

    items: list[ConversationSummary]
    next_cursor: str


@router.post("", status_code=201)
async def create_conversation(actor: CurrentActor, response: Response, body: NewConversation | None = None) -> Conversation:
    """Make an empty chat."""
    body = body or NewConversation()
    made = await services().conversations.create(actor, model_id=body.model_id, folder_id=body.folder_id)
    response.headers["Location"] = f"/api/v1/conversations/{made.id}"
    return made


@router.get("")
async def list_conversations(
    actor: CurrentActor,
    cursor: str = "",
    limit: int = Query(default=50, ge=1, le=100),
    view: View = "all",
    folder_id: Id | None = None,
    tag_id: Annotated[tuple[Id, ...], Query(max_length=20)] = (),
) -> ConversationList:
    """The chats, latest activity first. `folder_id` lists one folder; several `tag_id` ask for chats that carry all of them."""
    listing = Listing("folder" if folder_id else view, folder_id or "", tag_id)
    page = await services().listing.page(actor, listing, cursor, limit)
    return ConversationList(page.items, page.next_cursor)


@router.get("/{conversation_id}")
async def get_conversation(actor: CurrentActor, conversation_id: Id) -> Conversation:
    """One chat."""
    return await services().conversations.get(actor, conversation_id)


@router.patch("/{conversation_id}")
async def change_conversation(actor: CurrentActor, conversation_id: Id, body: ConversationPatch) -> Conversation:
    """Rename, choose a model, keep a draft, put into a folder, mark, tag, or take out of the trash (`"deleted": false`)."""
    chats = services().conversations
    if body.deleted is False:
        await chats.restore(actor, conversation_id)
    if body.title is not None:
        await chats.rename(actor, conversation_id, body.title)
    if body.model_id is not None:
        await chats.choose_model(actor, conversation_id, body.model_id)
    if body.draft is not None:
        await chats.save_draft(actor, conversation_id, body.draft)
    if body.compare_model_ids is not None:
        await services().comparisons.set_models(actor, conversation_id, body.compare_model_ids)
    if body.compare_blind is not None:
        await services().comparisons.set_blind(actor, conversation_id, body.compare_blind)
    await _place(actor, conversation_id, body)
    conversation = await chats.get(actor, conversation_id)
    if body.deleted:
        await chats.delete(actor, conversation_id)
    return conversation


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(actor: CurrentActor, conversation_id: Id) -> None:
    """Put a chat into the trash."""
    await services().conversations.delete(actor, conversation_id)


async def _place(actor: Actor, conversation_id: str, body: ConversationPatch) -> None:
    """Where the chat lies and what it carries."""
    ids, actions = (conversation_id,), []
    if body.folder_id is not None:
        actions.append(BulkAction("move", ids, folder_id=body.folder_id))
    if body.favourite is not None:
        actions.append(BulkAction("favourite" if body.favourite else "unfavourite", ids))
    if body.archived is not None:
        actions.append(BulkAction("archive" if body.archived else "unarchive", ids))
    if actions:
        await services().bulk.apply(actor, *actions)
    if body.tag_ids is not None:
        await services().tags.assign(actor, conversation_id, body.tag_ids)
