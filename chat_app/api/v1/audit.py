"""The audit log over REST: all of it for administrators, for everybody what concerns them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field
from starlette.responses import StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.audit.dto import AuditFilter, AuditRow, OwnAuditRow, Verdict
from chat_app.services.kernel.pagination import Page

own_router = APIRouter(prefix="/me/audit", tags=["me"])
router = APIRouter(prefix="/admin/audit", tags=["admin"])

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


def _in_utc(moment: datetime | None) -> datetime | None:
    """A time without a zone is in UTC; what no database can compare is its first or last day."""
    if moment is None:
        return None
    aware = moment.replace(tzinfo=moment.tzinfo or UTC)
    return min(max(aware, FIRST), LAST)


Moment = Annotated[datetime | None, AfterValidator(_in_utc)]
Text = Annotated[str, Field(max_length=100)]


class Filter(Body):
    """What is left out filters nothing; `action` is a name, or the beginning of several when it ends with a dot."""

    since: Moment = None
    until: Moment = None
    actor_id: Text = ""
    subject_id: Text = ""
    action: Text = ""
    outcome: Literal["", "done", "refused", "failed"] = ""
    kind: Text = ""
    object_id: Text = ""


class Paged(Filter):
    """A page of what fits."""

    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Export(Filter):
    """What fits, as a file of this format."""

    format: Literal["csv", "jsonl"] = "csv"


class AuditPage(BaseModel):
    items: list[AuditRow]
    next_cursor: str


class OwnAuditPage(BaseModel):
    items: list[OwnAuditRow]
    next_cursor: str


def _wanted(given: Filter) -> AuditFilter:
    return AuditFilter(**{name: getattr(given, name) for name in Filter.model_fields})


@router.get("", response_model=AuditPage)
async def search_audit(actor: CurrentActor, query: Annotated[Paged, Query()]) -> Page[AuditRow]:
    """The entries that fit, newest first."""
    return await services().audit_trail.search(actor, _wanted(query), query.cursor, query.limit)


@router.get("/export", response_class=StreamingResponse)
async def export_audit(actor: CurrentActor, query: Annotated[Export, Query()]) -> StreamingResponse:
    """All entries that fit, as a file."""
    pieces = await services().audit_export.begin(actor, _wanted(query), query.format)
    headers = {"Content-Disposition": f'attachment; filename="parley-audit.{query.format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[query.format], headers=headers)


@router.post("/verification")
async def verify_audit(actor: CurrentActor) -> Verdict:  # noqa: ARG001  (asked for by the router)
    """Read the whole chain and say whether it is whole."""
    return await services().audit_keeper.verify()


@own_router.get("", response_model=OwnAuditPage)
async def own_audit(
    actor: CurrentActor, cursor: Annotated[str, Query(max_length=200)] = "", limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Page[OwnAuditRow]:
    """What I did, and what was done to me, newest first."""
    return await services().audit_trail.own(actor, cursor, limit)
