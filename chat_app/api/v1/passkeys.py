"""A person's passkeys over REST. Options and answers are the JSON of WebAuthn."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.identity.dto import FactorConfirmed, PasskeyInfo
from chat_app.services.identity.passkeys import MAX_NAME

router = APIRouter(prefix="/me/passkeys", tags=["passkeys"])

Name = Annotated[str, Field(max_length=MAX_NAME)]


class NewPasskey(Body):
    """What `navigator.credentials.create` gave, as JSON."""

    credential: dict[str, Any]
    name: Name = ""


class PasskeyPatch(Body):
    """What may be changed of a passkey."""

    name: Name


class PasskeyProof(Body):
    """What `navigator.credentials.get` gave, as JSON."""

    credential: dict[str, Any]


@router.get("")
async def list_passkeys(actor: CurrentActor) -> list[PasskeyInfo]:
    """My passkeys, oldest first."""
    return await services().passkeys.list(actor)


@router.post("/options")
async def passkey_options(actor: CurrentActor) -> dict[str, Any]:
    """Options for a new passkey; their challenge works once, for five minutes. Asks for a recent proof."""
    return json.loads((await services().passkeys.begin(actor)).options)


@router.post("", status_code=201)
async def add_passkey(actor: CurrentActor, body: NewPasskey) -> FactorConfirmed:
    """Add a passkey. The first factor brings recovery codes, which are in this answer and nowhere else."""
    return await services().passkeys.add(actor, body.credential, body.name)


@router.patch("/{passkey_id}")
async def rename_passkey(actor: CurrentActor, passkey_id: Id, body: PasskeyPatch) -> PasskeyInfo:
    """Give a passkey another name."""
    return await services().passkeys.rename(actor, passkey_id, body.name)


@router.delete("/{passkey_id}", status_code=204)
async def remove_passkey(actor: CurrentActor, passkey_id: Id) -> None:
    """Forget a passkey. Asks for a recent proof, and signs the other browsers out."""
    await services().passkeys.remove(actor, passkey_id)


@router.post("/proof/options")
async def passkey_proof_options(actor: CurrentActor) -> dict[str, Any]:
    """Options for proving once more who I am."""
    return json.loads((await services().passkey_sign_in.begin_proof(actor)).options)


@router.post("/proof", status_code=204)
async def prove_by_passkey(actor: CurrentActor, body: PasskeyProof) -> None:
    """Prove once more who I am, for the changes that ask for it."""
    await services().passkey_sign_in.prove(actor, body.credential)
