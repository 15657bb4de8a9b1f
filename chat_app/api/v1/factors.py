"""Second factors and passkeys of the own account, over REST. Every change asks for a recent proof."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.identity.dto import FactorConfirmed, PasskeyInfo, SecondFactorState, TotpSetup

router = APIRouter(prefix="/me", tags=["me"])

Credential = Annotated[dict[str, Any], Field(max_length=20)]


class AppCode(Body):
    """Six digits of the authenticator app."""

    code: str = Field(max_length=20)


class NewPasskey(Body):
    """What the browser made, as WebAuthn writes it, and what to call it."""

    credential: Credential
    name: str = Field(default="", max_length=100)


class Assertion(Body):
    """What the browser answered with a passkey."""

    credential: Credential


class PasskeyPatch(Body):
    """Another name."""

    name: str = Field(max_length=100)


class Options(BaseModel):
    """What to hand to the browser's `navigator.credentials`."""

    options: dict[str, Any]


@router.get("/second-factor")
async def get_second_factor(actor: CurrentActor) -> SecondFactorState:
    """What I have set up."""
    return await services().second_factors.state(actor)


@router.post("/second-factor/totp")
async def begin_totp(actor: CurrentActor) -> TotpSetup:
    """A secret for an authenticator app; it counts once a code of it was given."""
    return await services().second_factors.begin_totp(actor)


@router.post("/second-factor/totp/confirmation")
async def confirm_totp(actor: CurrentActor, body: AppCode) -> FactorConfirmed:
    """Use the app from now on. The first factor brings recovery codes, in this answer and nowhere else."""
    return await services().second_factors.confirm_totp(actor, body.code)


@router.delete("/second-factor/totp", status_code=204)
async def disable_totp(actor: CurrentActor) -> None:
    """Ask for no more codes."""
    await services().second_factors.disable_totp(actor)


@router.post("/second-factor/recovery-codes")
async def renew_recovery_codes(actor: CurrentActor) -> FactorConfirmed:
    """Ten new codes, in this answer and nowhere else; those before stop working."""
    return FactorConfirmed(await services().second_factors.new_recovery_codes(actor))


@router.get("/passkeys")
async def list_passkeys(actor: CurrentActor) -> list[PasskeyInfo]:
    """My passkeys, oldest first."""
    return await services().passkeys.list(actor)


@router.post("/passkeys/options")
async def begin_passkey(actor: CurrentActor) -> Options:
    """Options for a new passkey, good once and for five minutes."""
    return Options(options=json.loads((await services().passkeys.begin(actor)).options))


@router.post("/passkeys", status_code=201)
async def add_passkey(actor: CurrentActor, body: NewPasskey) -> FactorConfirmed:
    """Take the passkey that the browser made."""
    return await services().passkeys.add(actor, body.credential, body.name)


@router.patch("/passkeys/{passkey_id}")
async def rename_passkey(actor: CurrentActor, passkey_id: Id, body: PasskeyPatch) -> PasskeyInfo:
    """Give a passkey another name."""
    return await services().passkeys.rename(actor, passkey_id, body.name)


@router.delete("/passkeys/{passkey_id}", status_code=204)
async def remove_passkey(actor: CurrentActor, passkey_id: Id) -> None:
    """Forget a passkey."""
    await services().passkeys.remove(actor, passkey_id)


@router.post("/proof/passkey/options")
async def begin_passkey_proof(actor: CurrentActor) -> Options:
    """Options for proving with a passkey who I am."""
    return Options(options=json.loads((await services().passkey_sign_in.begin_proof(actor)).options))


@router.post("/proof/passkey", status_code=204)
async def prove_by_passkey(actor: CurrentActor, body: Assertion) -> None:
    """Prove with a passkey who I am; holds for ten minutes."""
    await services().passkey_sign_in.prove(actor, body.credential)
