"""Documents beside a chat over REST: canvases and artifacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.documents.dto import Artifact, Canvas, CanvasSummary, CanvasVersion, DiffPart, Rewrite

router = APIRouter(tags=["documents"])

Number = Annotated[int, Path(ge=1, le=1_000_000)]


class NewCanvas(Body):
    """A document to begin."""

    text: str = Field(default="", max_length=1_000_000)
    title: str = Field(default="", max_length=1_000)


class CanvasPatch(Body):
    """A new title, or a new text on top of the `revision` that was read; another one in between answers 409."""

    title: str | None = Field(default=None, max_length=1_000)
    text: str | None = Field(default=None, max_length=1_000_000)
    revision: str = Field(default="", max_length=100)


class Passage(Body):
    """The characters from `start` to `end` of a revision; `instruction` for the kind "instruction"."""

    revision: str = Field(max_length=100)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: Rewrite = "instruction"
    instruction: str = Field(default="", max_length=10_000)


class PassageQuestion(Body):
    """A question about a passage."""

    revision: str = Field(max_length=100)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    question: str = Field(max_length=10_000)


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    text: str


@router.get("/conversations/{conversation_id}/artifacts")
async def list_artifacts(actor: CurrentActor, conversation_id: Id) -> list[Artifact]:
    """What the answers of the branch on show made, with versions."""
    return await services().artifacts.list(actor, conversation_id)


@router.get("/conversations/{conversation_id}/canvases")
async def list_canvases(actor: CurrentActor, conversation_id: Id) -> list[CanvasSummary]:
    """The documents of a chat."""
    return await services().canvases.list(actor, conversation_id)


@router.post("/conversations/{conversation_id}/canvases", status_code=201)
async def create_canvas(actor: CurrentActor, conversation_id: Id, response: Response, body: NewCanvas) -> Canvas:
    """Begin a document."""
    made = await services().canvases.create(actor, conversation_id, body.text, body.title)
    response.headers["Location"] = f"/api/v1/canvases/{made.id}"
    return made


@router.get("/canvases/{canvas_id}")
async def get_canvas(actor: CurrentActor, canvas_id: Id) -> Canvas:
    """A document with its newest text."""
    return await services().canvases.get(actor, canvas_id)


@router.patch("/canvases/{canvas_id}")
async def change_canvas(actor: CurrentActor, canvas_id: Id, body: CanvasPatch) -> Canvas:
    """Write on, or give another title."""
    canvases = services().canvases
    if body.title is not None:
        await canvases.rename(actor, canvas_id, body.title)
    if body.text is not None:
        return await canvases.save(actor, canvas_id, body.text, body.revision)
    return await canvases.get(actor, canvas_id)


@router.delete("/canvases/{canvas_id}", status_code=204)
async def delete_canvas(actor: CurrentActor, canvas_id: Id) -> None:
    """Throw a document away."""
    await services().canvases.delete(actor, canvas_id)


@router.post("/canvases/{canvas_id}/restore", status_code=204)
async def restore_canvas(actor: CurrentActor, canvas_id: Id) -> None:
    """Take a document back."""
    await services().canvases.restore(actor, canvas_id)


@router.get("/canvases/{canvas_id}/versions")
async def list_canvas_versions(actor: CurrentActor, canvas_id: Id) -> list[CanvasVersion]:
    """What it said, newest first."""
    return await services().canvases.versions(actor, canvas_id)


@router.post("/canvases/{canvas_id}/versions/{number}/restore")
async def restore_canvas_version(actor: CurrentActor, canvas_id: Id, number: Number) -> Canvas:
    """Let an old version be the newest."""
    return await services().canvases.restore_version(actor, canvas_id, number)


@router.get("/canvases/{canvas_id}/diff")
async def diff_canvas(
    actor: CurrentActor,
    canvas_id: Id,
    before: Annotated[int, Query(ge=1, le=1_000_000)],
    after: Annotated[int, Query(ge=1, le=1_000_000)],
) -> list[DiffPart]:
    """What differs between two versions, word by word."""
    return await services().canvases.diff(actor, canvas_id, before, after)


@router.post("/canvases/{canvas_id}/rewrite")
async def rewrite_passage(actor: CurrentActor, canvas_id: Id, body: Passage) -> Canvas:
    """Let the chat's model make a passage shorter, longer, or what is asked."""
    return await services().rewriter.rewrite(actor, canvas_id, body.revision, body.start, body.end, body.kind, body.instruction)


@router.post("/canvases/{canvas_id}/ask")
async def ask_about_passage(actor: CurrentActor, canvas_id: Id, body: PassageQuestion) -> PassageAnswer:
    """Ask the chat's model about a passage."""
    return PassageAnswer(await services().rewriter.answer(actor, canvas_id, body.revision, body.start, body.end, body.question))
