"""A person's keys for programs, over REST."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StrictInt

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.api_keys.dto import ApiKey, CreatedApiKey, NewApiKey
from chat_app.services.api_keys.service import MAX_BUDGET, MAX_NAME

router = APIRouter(prefix="/me/api-keys", tags=["api keys"])

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Scope = Annotated[str, Field(max_length=40)]


class NewKey(Body):
    """What a key may do, until when, and what it may cost in a calendar month (UTC), in nano-dollars."""

    name: Name
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)]
    expires_at: datetime | None = None
    budget_nano: Annotated[StrictInt, Field(ge=0, le=MAX_BUDGET)] | None = None


class KeyPatch(Body):
    """What may be changed of a key; for other scopes make another key."""

    name: Name


@router.get("")
async def list_keys(actor: CurrentActor) -> list[ApiKey]:
    """My keys, newest first, with what each has cost this month; never their secrets."""
    return await services().api_keys.list(actor)


@router.post("", status_code=201)
async def create_key(actor: CurrentActor, body: NewKey) -> CreatedApiKey:
    """Make a key. Its secret is in this answer and nowhere else."""
    new = NewApiKey(body.name, body.scopes, body.expires_at, body.budget_nano)
    return await services().api_keys.create(actor, new)


@router.patch("/{key_id}", status_code=204)
async def rename_key(actor: CurrentActor, key_id: Id, body: KeyPatch) -> None:
    """Give a key another name."""
    await services().api_keys.rename(actor, key_id, body.name)


@router.delete("/{key_id}", status_code=204)
async def revoke_key(actor: CurrentActor, key_id: Id) -> None:
    """End a key; what is open with it ends within seconds."""
    await services().api_keys.revoke(actor, key_id)
