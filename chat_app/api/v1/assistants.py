"""Assistants over REST."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.services.library.dto import Assistant, AssistantDraft

router = APIRouter(prefix="/assistants", tags=["library"])


class AssistantBody(Body):
    """An assistant as a person writes it; `avatar` is icon and colour, "feather:petrol"."""

    name: str = Field(max_length=1000)
    description: str = Field(default="", max_length=5000)
    avatar: str = Field(default="", max_length=100)
    system_prompt: str = Field(default="", max_length=1_000_000)
    model_id: ModelId = ""
    parameters: dict[str, Any] = Field(default_factory=dict)
    starters: list[str] = Field(default=[], max_length=100)

    def draft(self) -> AssistantDraft:
        return AssistantDraft(**self.model_dump(exclude={"starters"}), starters=tuple(self.starters))


@router.get("")
async def list_assistants(actor: CurrentActor) -> list[Assistant]:
    """One's own assistants, by name."""
    return await services().assistants.list(actor)


@router.post("", status_code=201)
async def create_assistant(actor: CurrentActor, response: Response, body: AssistantBody) -> Assistant:
    """Make an assistant."""
    made = await services().assistants.create(actor, body.draft())
    response.headers["Location"] = f"/api/v1/assistants/{made.id}"
    return made


@router.get("/{assistant_id}")
async def get_assistant(actor: CurrentActor, assistant_id: Id) -> Assistant:
    """One assistant."""
    return await services().assistants.get(actor, assistant_id)


@router.put("/{assistant_id}")
async def change_assistant(actor: CurrentActor, assistant_id: Id, body: AssistantBody) -> Assistant:
    """Write it anew."""
    return await services().assistants.update(actor, assistant_id, body.draft())


@router.delete("/{assistant_id}", status_code=204)
async def delete_assistant(actor: CurrentActor, assistant_id: Id) -> None:
    """Throw it away."""
    await services().assistants.delete(actor, assistant_id)


@router.post("/{assistant_id}/restore", status_code=204)
async def restore_assistant(actor: CurrentActor, assistant_id: Id) -> None:
    """Take it back."""
    await services().assistants.restore(actor, assistant_id)
