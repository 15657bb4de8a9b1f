"""What models were used for over REST: to everybody their own calls, to administrators everybody's."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.services.kernel.pagination import Page
from chat_app.services.limits.dto import UsageSoFar
from chat_app.services.usage.dto import LoggedCall, PersonsCall, SiteSum, UsageFilter, UsageSum

router = APIRouter(tags=["usage"])
admin_router = APIRouter(prefix="/admin/usage", tags=["admin"])

NONE = "none"
CSV = "text/csv; charset=utf-8"
TABLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}}, "description": "A table with one line per call, latest first."}
}
Name = Annotated[str, Field(max_length=40)]


class SiteFilter(Body):
    """What is left out asks for nothing. Days are UTC; both ends belong to the range."""

    first_day: date | None = None
    last_day: date | None = None
    model_id: ModelId = ""
    provider: Name = ""
    kind: Name = ""
    status: Name = ""
    person_id: Id | Literal[""] = ""


class OwnFilter(Body):
    """The same for the own calls. `project` is a folder, those inside it included; `key` a program's; "none" asks for what has none."""

    first_day: date | None = None
    last_day: date | None = None
    model_id: ModelId = ""
    provider: Name = ""
    kind: Name = ""
    status: Name = ""
    project: Id | Literal["", "none"] = ""
    key: Id | Literal["", "none"] = ""
    conversation_id: Id | Literal[""] = ""


class Paging(Body):
    """Which page."""

    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OwnPaged(OwnFilter, Paging):
    """A page of what fits."""


class SitePaged(SiteFilter, Paging):
    """A page of what fits."""


class OwnGrouped(OwnFilter):
    """Sums, by this."""

    by: Literal["day", "model", "provider", "kind", "project", "key"] = "day"


class SiteGrouped(SiteFilter):
    """Sums, by this."""

    by: Literal["day", "model", "provider", "kind", "person"] = "day"


class CallPage(BaseModel):
    items: list[LoggedCall]
    next_cursor: str


class PersonsCallPage(BaseModel):
    items: list[PersonsCall]
    next_cursor: str


class Summary(BaseModel):
    """`items` are the days in their order, else what cost most first."""

    total: UsageSum
    items: list[UsageSum]


class SiteSummary(BaseModel):
    """The same with what providers take and what is left of what people pay."""

    total: SiteSum
    items: list[SiteSum]


@router.get("/usage")
async def get_usage(actor: CurrentActor) -> UsageSoFar:
    """Tokens of today, costs of this month (UTC, in nano-dollars) and running answers, with the limits that hold for me."""
    return await services().limits.usage(actor)


@router.get("/usage/calls", response_model=CallPage)
async def list_calls(actor: CurrentActor, query: Annotated[OwnPaged, Query()]) -> Page[LoggedCall]:
    """Every call of a model that was made for me, latest first: amounts are what I pay, or what the vendor of my own key takes."""
    return await services().usage.calls(actor, _own(query), query.cursor, query.limit)


@router.get("/usage/summary")
async def summarise_usage(actor: CurrentActor, query: Annotated[OwnGrouped, Query()]) -> Summary:
    """What I used, together and by day, model, provider, kind, project or key."""
    usage, wanted = services().usage, _own(query)
    return Summary(total=await usage.total(actor, wanted), items=await usage.sums(actor, wanted, query.by))


@router.get("/usage/calls.csv", response_class=StreamingResponse, responses=TABLE)
async def export_calls(actor: CurrentActor, query: Annotated[OwnFilter, Query()]) -> StreamingResponse:
    """All my calls that fit, for a spreadsheet; amounts with a point and nine places, in `currency`."""
    return _file(services().usage_export.own(actor, _own(query)), "parley-usage.csv")


@admin_router.get("/calls", response_model=PersonsCallPage)
async def list_all_calls(actor: CurrentActor, query: Annotated[SitePaged, Query()]) -> Page[PersonsCall]:
    """Everybody's calls, latest first: what the provider takes, what the person pays, and the margin."""
    return await services().usage.all_calls(actor, _site(query), query.cursor, query.limit)


@admin_router.get("/summary")
async def summarise_all_usage(actor: CurrentActor, query: Annotated[SiteGrouped, Query()]) -> SiteSummary:
    """What everybody used, together and by day, model, provider, kind or person."""
    usage, wanted = services().usage, _site(query)
    return SiteSummary(total=await usage.all_total(actor, wanted), items=await usage.all_sums(actor, wanted, query.by))


@admin_router.get("/calls.csv", response_class=StreamingResponse, responses=TABLE)
async def export_all_calls(actor: CurrentActor, query: Annotated[SiteFilter, Query()]) -> StreamingResponse:
    """All calls that fit, for a spreadsheet; noted in the audit log."""
    return _file(await services().usage_export.all(actor, _site(query)), "parley-usage-all.csv")


def _own(given: OwnFilter) -> UsageFilter:
    same = {name: getattr(given, name) for name in OwnFilter.model_fields if name not in {"project", "key"}}
    return UsageFilter(**same, folder_id=_place(given.project), api_key_id=_place(given.key))


def _site(given: SiteFilter) -> UsageFilter:
    return UsageFilter(**{name: getattr(given, name) for name in SiteFilter.model_fields})


def _place(given: str) -> str | None:
    """Which one, "" for none of them, None for any."""
    return "" if given == NONE else given or None


def _file(pieces: object, name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(pieces, media_type=CSV, headers=headers)  # type: ignore[arg-type]
