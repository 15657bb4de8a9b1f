"""Summaries over REST. What stands in a branch comes with its messages."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services

router = APIRouter(tags=["messages"])


class NewSummary(Body):
    """Of the branch on show up to a message; without one, of all but its last messages."""

    message_id: Id | Literal[""] = ""


class SummaryPatch(Body):
    """The person's own words."""

    text: str


@router.post("/conversations/{conversation_id}/summaries", status_code=204)
async def summarise(actor: CurrentActor, conversation_id: Id, body: NewSummary | None = None) -> None:
    """Let the chat's model summarise; from then on it reads the summary instead."""
    await services().summaries.summarise(actor, conversation_id, body.message_id if body else "")


@router.patch("/summaries/{summary_id}", status_code=204)
async def edit_summary(actor: CurrentActor, summary_id: Id, body: SummaryPatch) -> None:
    """Change a summary's text."""
    await services().summaries.edit(actor, summary_id, body.text)


@router.post("/summaries/{summary_id}/regenerate", status_code=204)
async def regenerate_summary(actor: CurrentActor, summary_id: Id) -> None:
    """Write a summary anew."""
    await services().summaries.regenerate(actor, summary_id)


@router.delete("/summaries/{summary_id}", status_code=204)
async def delete_summary(actor: CurrentActor, summary_id: Id) -> None:
    """Remove a summary: the messages are read whole again."""
    await services().summaries.delete(actor, summary_id)
