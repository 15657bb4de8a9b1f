"""Prices of models over REST, for administrators. Rates are whole nano-dollars per million units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field, model_validator

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import Cursor, Limit, Search
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.kernel.pagination import Page
from chat_app.services.prices.deciding import Decision
from chat_app.services.prices.dto import ChangeInfo, ChangeState, ModelPrices, PricedModel, RunInfo, RunStatus

router = APIRouter(prefix="/admin/prices", tags=["administration"])

Rate = Annotated[int, Field(ge=0, le=10**18)]
AskedModel = Annotated[str, Query(min_length=3, max_length=300)]


@dataclass(frozen=True, slots=True)
class Run:
    """A fetching of a list; `problem` is a sentence where it was refused or did not come."""

    id: str
    source: str
    status: RunStatus
    problem: str
    checksum: str
    models: int
    changed: int
    waiting: int
    fetched_at: datetime


class Choice(Body):
    """The changes that are meant: some by their ids, or all that wait."""

    change_ids: tuple[Id, ...] = Field(default=(), max_length=1_000)
    all: bool = False

    @model_validator(mode="after")
    def _says_which(self) -> Choice:
        if bool(self.change_ids) == self.all:
            raise ValueError("name changes, or all of them")
        return self


@dataclass(frozen=True, slots=True)
class Decided:
    """How many changes were decided."""

    count: int


class Rates(Body):
    """What each kind of unit costs. A kind of token that is left out costs what plain tokens cost; other pieces cost nothing then."""

    input: Rate
    output: Rate
    cache_read: Rate | None = None
    cache_write: Rate | None = None
    cache_write_1h: Rate | None = None
    reasoning: Rate | None = None
    audio_in: Rate | None = None
    audio_out: Rate | None = None
    image_in: Rate | None = None
    image_out: Rate | None = None
    image: Rate | None = None
    request: Rate | None = None
    search: Rate | None = None


class OwnPrice(Body):
    """A model of a provider of the platform, with the price that is to hold for it."""

    model_id: ModelId = Field(min_length=3)
    rates: Rates


@router.get("/runs")
async def list_runs(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 20) -> Page[Run]:
    """What became of the published lists, newest first."""
    page = await services().prices.runs(actor, cursor, limit)
    return Page([_run(run, actor.language) for run in page.items], page.next_cursor)


@router.post("/runs")
async def fetch_lists(actor: CurrentActor) -> list[Run]:
    """Fetch all lists now and wait for them."""
    return [_run(run, actor.language) for run in await services().prices.fetch_now(actor)]


@router.get("/changes")
async def list_changes(
    actor: CurrentActor,
    state: ChangeState | Literal[""] = "",
    run_id: Id | Literal[""] = "",
    search: Search = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Page[ChangeInfo]:
    """What the lists changed, newest first; with `state=waiting` what is to be decided."""
    return await services().prices.changes(actor, state=state, run_id=run_id, search=search, cursor=cursor, limit=limit)


@router.post("/changes/approve")
async def approve_changes(actor: CurrentActor, body: Choice) -> Decided:
    """From now on these prices hold. Nothing that was charged before changes."""
    return await _decide(actor, body, "approved")


@router.post("/changes/reject")
async def reject_changes(actor: CurrentActor, body: Choice) -> Decided:
    """These prices do not hold, and the same change is not asked about again."""
    return await _decide(actor, body, "rejected")


@router.get("/models")
async def list_priced_models(actor: CurrentActor, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[PricedModel]:
    """All models that have a price or could be given one, by id."""
    return await services().prices.models(actor, search, cursor, limit)


@router.get("/history")
async def price_history(actor: CurrentActor, model_id: AskedModel) -> ModelPrices:
    """What a model costs, and when it was what."""
    return await services().prices.history(actor, model_id)


@router.put("/override")
async def set_own_price(actor: CurrentActor, body: OwnPrice) -> ModelPrices:
    """Set a price that goes before what the lists say, from now on."""
    return await services().prices.set_price(actor, body.model_id, body.rates.model_dump())


@router.delete("/override", status_code=204)
async def clear_own_price(actor: CurrentActor, model_id: AskedModel) -> None:
    """From now on the price of the lists holds again."""
    await services().prices.clear_price(actor, model_id)


async def _decide(actor: CurrentActor, body: Choice, decision: Decision) -> Decided:
    return Decided(await services().prices.decide(actor, None if body.all else list(body.change_ids), decision))


def _run(run: RunInfo, language: str) -> Run:
    problem = translate(run.problem_key, language, **run.problem_params) if run.problem_key else ""
    return Run(run.id, run.source, run.status, problem, run.checksum, run.models, run.changed, run.waiting, run.fetched_at)
