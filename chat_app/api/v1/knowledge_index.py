"""The index of documents over REST, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.knowledge.index_admin import IndexState, SwitchEstimate

MODEL = r"^(none|[\w.:/@+-]{0,200})$"

router = APIRouter(prefix="/admin/knowledge", tags=["administration"])


class ModelBody(Body):
    """The model that makes vectors: "" for the one beside the server, "none" for words alone, else "<provider>/<model>"."""

    model: str = Field(default="", pattern=MODEL)


class LimitBody(Body):
    """How many documents each person may have."""

    documents_per_person: int = Field(ge=0, le=1_000_000)


@dataclass(frozen=True, slots=True)
class Optimized:
    """Whether there was anything to be put in order."""

    done: bool


@router.get("")
async def read_index(actor: CurrentActor) -> IndexState:
    """Which model makes the vectors of passages, and how far that is."""
    return await services().knowledge.index.state(actor)


@router.get("/estimate")
async def estimate_switch(actor: CurrentActor, model: Annotated[str, Query(pattern=MODEL)] = "") -> SwitchEstimate:
    """What the vectors of all passages would cost with a model."""
    return await services().knowledge.index.estimate(actor, model)


@router.put("/model")
async def choose_model(actor: CurrentActor, body: ModelBody) -> IndexState:
    """Let another model make the vectors. The index serves as it is until all are made."""
    return await services().knowledge.index.choose(actor, body.model)


@router.put("/limit")
async def set_limit(actor: CurrentActor, body: LimitBody) -> IndexState:
    """Set how many documents each person may have."""
    return await services().knowledge.index.limit(actor, body.documents_per_person)


@router.post("/optimize")
async def optimize_index(actor: CurrentActor) -> Optimized:
    """Put the index in good order now; searches go on meanwhile."""
    return Optimized(await services().knowledge.index.optimize(actor))
