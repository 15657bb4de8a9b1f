"""Data protection over REST: export of own data, closing the own account, consents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import FileResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.privacy.consents import ConsentRecord, ConsentState, Purpose
from chat_app.services.privacy.data_export import DataExportRecord

router = APIRouter(prefix="/me", tags=["me"])


class Decision(Body):
    """That one agrees to a text, or takes it back; `version` is that of the text one saw."""

    purpose: Purpose
    version: Annotated[str, Field(max_length=40)]
    granted: bool


class Consents(BaseModel):
    """The texts that there are with one's decision about each, and all decisions."""

    texts: list[ConsentState]
    history: list[ConsentRecord]


class Closed(BaseModel):
    """When the account will be erased; until then an administrator can bring it back."""

    erased_from: datetime


@router.get("/exports")
async def list_data_exports(actor: CurrentActor) -> list[DataExportRecord]:
    """My exports, newest first; each can be fetched for a day."""
    return await services().data_exports.list(actor)


@router.post("/exports", status_code=202)
async def request_data_export(actor: CurrentActor) -> DataExportRecord:
    """Ask for a ZIP of all that is mine. Asks for a recent proof of who I am."""
    return await services().data_exports.request(actor)


@router.get("/exports/{export_id}")
async def get_data_export(actor: CurrentActor, export_id: Id) -> DataExportRecord:
    """How far it is."""
    return await services().data_exports.get(actor, export_id)


@router.get("/exports/{export_id}/file", response_class=FileResponse)
async def fetch_data_export(actor: CurrentActor, export_id: Id) -> FileResponse:
    """The ZIP, for a browser in which I am signed in."""
    path = await services().data_exports.open(actor, export_id)
    return FileResponse(path, media_type="application/zip", filename="parley-data.zip")


@router.post("/deletion", status_code=202)
async def close_account(actor: CurrentActor) -> Closed:
    """Close my account and let it be erased. Asks for a recent proof of who I am."""
    return Closed(erased_from=await services().erasure.request(actor))


@router.get("/consents")
async def get_consents(actor: CurrentActor) -> Consents:
    """What there is to agree to, and what I decided."""
    return Consents(texts=await services().consents.states(actor), history=await services().consents.history(actor))


@router.post("/consents", status_code=204)
async def decide_consent(actor: CurrentActor, body: Decision) -> None:
    """Agree to a text, or take it back: one is as easy as the other."""
    await services().consents.decide(actor, body.purpose, body.version, granted=body.granted, source="api")
