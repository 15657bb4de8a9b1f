"""Searching over REST, in the same language as the search field of the page."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Query

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.services.search.dto import ChatMatches, Results

router = APIRouter(tags=["search"])


@router.get("/search")
async def search(
    actor: CurrentActor,
    q: str = Query(max_length=500),
    limit: int = Query(default=50, ge=1, le=50),
    utc_offset_minutes: int = Query(default=0, ge=-840, le=840),
) -> Results:
    """Find chats, messages and files.

    `q` has words, "phrases", -exclusions and the operators `tag:`, `folder:`, `model:`, `before:`, `after:`, `has:file`,
    `in:trash`, `in:archive` and `is:favourite`. What makes no sense is ignored and explained in `problems`.
    """
    return await services().search.search(actor, q.replace("\0", ""), limit=limit, offset=timedelta(minutes=utc_offset_minutes))


@router.get("/conversations/{conversation_id}/search")
async def search_in_chat(actor: CurrentActor, conversation_id: Id, q: str = Query(max_length=200)) -> ChatMatches:
    """The messages of the branch on show in which a text stands, whatever its case and accents."""
    return await services().search.in_chat(actor, conversation_id, q.replace("\0", ""))
