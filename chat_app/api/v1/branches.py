"""The tree of messages over REST: its map, forks, pins, the divider."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.chat.dto import Conversation, PinnedMessage
from chat_app.services.chat.tree import ConversationTree

router = APIRouter(tags=["messages"])


class NewFork(Body):
    """Copies the branch up to the message, or with `all_branches` the whole chat."""

    all_branches: bool = False


@dataclass(frozen=True, slots=True)
class PinnedMessages:
    """The pinned messages of a chat, of all its branches, oldest first."""

    items: list[PinnedMessage]


@dataclass(frozen=True, slots=True)
class Divider:
    """Whether the divider stands behind the last message now."""

    clears_context: bool


@router.post("/messages/{message_id}/fork", status_code=201)
async def fork(actor: CurrentActor, message_id: Id, response: Response, body: NewFork | None = None) -> Conversation:
    """Begin a new chat with a copy of this one."""
    made = await services().forks.fork(actor, message_id, all_branches=body is not None and body.all_branches)
    response.headers["Location"] = f"/api/v1/conversations/{made.id}"
    return made


@router.get("/conversations/{conversation_id}/tree")
async def tree(actor: CurrentActor, conversation_id: Id) -> ConversationTree:
    """All branches with what each of them used and cost."""
    return await services().trees.tree(actor, conversation_id)


@router.get("/conversations/{conversation_id}/pinned")
async def pinned(actor: CurrentActor, conversation_id: Id) -> PinnedMessages:
    """The pinned messages."""
    return PinnedMessages(await services().marks.pinned(actor, conversation_id))


@router.post("/conversations/{conversation_id}/clear-context")
async def clear_context(actor: CurrentActor, conversation_id: Id) -> Divider:
    """Put the divider behind the last message on show, or take it back when it stands there."""
    return Divider(await services().marks.clear_context(actor, conversation_id))
