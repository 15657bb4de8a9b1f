"""Passages of documents over REST: look at them, correct them, switch them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.knowledge.dto import Passage
from chat_app.services.knowledge.passages import LONGEST

router = APIRouter(tags=["knowledge"])


class PassagePatch(Body):
    """Another text, a switch, or `reset` for what stands in the document."""

    text: str | None = Field(default=None, min_length=1, max_length=LONGEST)
    enabled: bool | None = None
    reset: bool = False


@dataclass(frozen=True, slots=True)
class PassageList:
    """A page of passages; `next_cursor` is empty at the end."""

    items: list[Passage]
    next_cursor: str


@router.get("/documents/{document_id}/chunks")
async def list_passages(
    actor: CurrentActor, document_id: Id, cursor: str = "", limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> PassageList:
    """The passages of a document, in their order."""
    page = await services().passages.list(actor, document_id, cursor, limit)
    return PassageList(page.items, page.next_cursor)


@router.get("/chunks/{chunk_id}")
async def read_passage(actor: CurrentActor, chunk_id: Id) -> Passage:
    """One passage, with the place that it has in its document."""
    return await services().passages.get(actor, chunk_id)


@router.patch("/chunks/{chunk_id}")
async def change_passage(actor: CurrentActor, chunk_id: Id, body: PassagePatch) -> Passage:
    """Correct a passage, switch it on or off, or take a correction back."""
    passages = services().passages
    found = await passages.get(actor, chunk_id)
    if body.reset:
        found = await passages.reset(actor, chunk_id)
    if body.text is not None:
        found = await passages.edit(actor, chunk_id, body.text)
    if body.enabled is not None:
        found = await passages.enable(actor, chunk_id, enabled=body.enabled)
    return found
