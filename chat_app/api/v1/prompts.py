"""The library over REST: prompts, their versions, the library as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi import Body as JsonBody
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.library.dto import ImportReport, Prompt, PromptDraft, PromptVersion

router = APIRouter(tags=["library"])

AnyPromptId = Annotated[str, Path(pattern=r"^(builtin:[a-z-]{1,60}|[0-9a-f-]{36})$")]


class PromptBody(Body):
    """A prompt as a person writes it; `folder` is a path such as "Work/E-mails"."""

    command: str = Field(max_length=61)
    title: str = Field(max_length=1000)
    text: str = Field(max_length=1_000_000)
    description: str = Field(default="", max_length=5000)
    folder: str = Field(default="", max_length=1000)

    def draft(self) -> PromptDraft:
        return PromptDraft(**self.model_dump())


class PromptValues(Body):
    """Values for the variables, by name."""

    values: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledPrompt:
    """The text to send."""

    text: str


@router.get("/prompts")
async def list_prompts(actor: CurrentActor) -> list[Prompt]:
    """One's own prompts, then the built-in ones."""
    return await services().prompts.list(actor, actor.language)


@router.post("/prompts", status_code=201)
async def create_prompt(actor: CurrentActor, response: Response, body: PromptBody) -> Prompt:
    """Write a prompt."""
    made = await services().prompts.create(actor, body.draft())
    response.headers["Location"] = f"/api/v1/prompts/{made.id}"
    return made


@router.get("/prompts/{prompt_id}")
async def get_prompt(actor: CurrentActor, prompt_id: AnyPromptId) -> Prompt:
    """One prompt, built-in ones included."""
    return await services().prompts.get(actor, prompt_id, actor.language)


@router.put("/prompts/{prompt_id}")
async def change_prompt(actor: CurrentActor, prompt_id: Id, body: PromptBody) -> Prompt:
    """Write it anew; another title or text becomes its next version."""
    return await services().prompts.update(actor, prompt_id, body.draft())


@router.delete("/prompts/{prompt_id}", status_code=204)
async def delete_prompt(actor: CurrentActor, prompt_id: Id) -> None:
    """Throw it away."""
    await services().prompts.delete(actor, prompt_id)


@router.post("/prompts/{prompt_id}/restore", status_code=204)
async def restore_prompt(actor: CurrentActor, prompt_id: Id) -> None:
    """Take it back."""
    await services().prompts.restore(actor, prompt_id)


@router.post("/prompts/{prompt_id}/copy", status_code=201)
async def copy_prompt(actor: CurrentActor, prompt_id: AnyPromptId) -> Prompt:
    """Make one's own of it."""
    return await services().prompts.copy(actor, prompt_id, actor.language)


@router.post("/prompts/{prompt_id}/fill")
async def fill_prompt(actor: CurrentActor, prompt_id: AnyPromptId, body: PromptValues) -> FilledPrompt:
    """The text with values in place of its variables."""
    return FilledPrompt(await services().prompts.fill(actor, prompt_id, body.values, actor.language))


@router.get("/prompts/{prompt_id}/versions")
async def list_prompt_versions(actor: CurrentActor, prompt_id: Id) -> list[PromptVersion]:
    """What it said before, newest first."""
    return await services().prompts.versions(actor, prompt_id)


@router.post("/prompts/{prompt_id}/versions/{number}/restore")
async def restore_prompt_version(actor: CurrentActor, prompt_id: Id, number: Annotated[int, Path(ge=1, le=1_000_000)]) -> Prompt:
    """Let an old version be the newest."""
    return await services().prompts.restore_version(actor, prompt_id, number)


@router.get("/library")
async def export_library(actor: CurrentActor) -> dict[str, Any]:
    """One's own prompts and assistants as a file."""
    return await services().library.export(actor)


@router.post("/library")
async def import_library(actor: CurrentActor, data: Annotated[dict[str, Any], JsonBody()]) -> ImportReport:
    """Take over such a file; what is there already stays as it is."""
    return await services().library.import_(actor, data)
