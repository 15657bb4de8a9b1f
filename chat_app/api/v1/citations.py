"""Where answers have it from, over REST: sources, the way to them, and which documents a chat's answers are found in."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Id, KnowledgeScope, ModelId
from chat_app.container import services
from chat_app.services.citations.dto import ChatKnowledge, ShownSource, Why

router = APIRouter(tags=["knowledge"])


class NewChatKnowledge(KnowledgeScope):
    """The same for a chat that has not begun, in this folder and with this model."""

    folder_id: Id | str = Field(default="", max_length=36)
    model_id: ModelId = ""


@router.get("/messages/{message_id}/sources")
async def list_sources(actor: CurrentActor, message_id: Id) -> list[ShownSource]:
    """What an answer was given under which number, and its quotes, each with whether it is literal.

    A source is `hidden` from whoever may not read its document now, and `deleted` with it; then it has nothing but its number.
    """
    return await services().citations.sources(actor, message_id)


@router.get("/messages/{message_id}/retrieval")
async def explain(actor: CurrentActor, message_id: Id) -> Why:
    """Why an answer was given these passages: what was looked for, the hits and scores of each step, what was cut and why.

    `known` has titles and texts of the passages that I may read now; others are left out.
    """
    return await services().citations.why(actor, message_id)


@router.get("/conversations/{conversation_id}/knowledge")
async def get_knowledge(actor: CurrentActor, conversation_id: Id) -> ChatKnowledge:
    """Which documents a chat's answers are found in; the cost of a pinned one is that of one message with the chat's model."""
    return await services().chat_knowledge.get(actor, conversation_id)


@router.put("/conversations/{conversation_id}/knowledge")
async def set_knowledge(actor: CurrentActor, conversation_id: Id, body: KnowledgeScope) -> ChatKnowledge:
    """Let the chat's answers be found there from now on."""
    return await services().chat_knowledge.set(actor, conversation_id, body.scope())


@router.post("/knowledge/scope")
async def preview_knowledge(actor: CurrentActor, body: NewChatKnowledge) -> ChatKnowledge:
    """The same for a chat that has not begun: nothing is kept."""
    return await services().chat_knowledge.of_new_chat(actor, body.scope(), body.folder_id, body.model_id)
