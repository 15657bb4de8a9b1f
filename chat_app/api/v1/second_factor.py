"""A person's second factor over REST. Changes ask for a recent proof: 403 with the title `auth.error.prove_again` without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.errors import NotAllowedError
from chat_app.services.identity.dto import FactorConfirmed, SecondFactorState, TotpSetup
from chat_app.services.identity.second_factors import MAX_CODE

router = APIRouter(prefix="/me/second-factor", tags=["second factor"])
admin_router = APIRouter(prefix="/admin/people", tags=["administration"])


class CodeBody(Body):
    """A code of the app; for a proof also a recovery code."""

    code: Annotated[str, Field(min_length=1, max_length=MAX_CODE)]


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Ten codes, each good once; they are in this answer and nowhere else."""

    codes: tuple[str, ...]


@router.get("")
async def get_second_factor(actor: CurrentActor) -> SecondFactorState:
    """What I have set up."""
    return await services().second_factors.state(actor)


@router.post("/totp")
async def begin_totp(actor: CurrentActor) -> TotpSetup:
    """Begin to set up an authenticator app; it counts for nothing before its first code."""
    return await services().second_factors.begin_totp(actor)


@router.post("/totp/confirm")
async def confirm_totp(actor: CurrentActor, body: CodeBody) -> FactorConfirmed:
    """Use the app from now on, proved by a code of it. Signs the other browsers out."""
    return await services().second_factors.confirm_totp(actor, body.code)


@router.delete("/totp", status_code=204)
async def disable_totp(actor: CurrentActor) -> None:
    """Ask for no more codes of the app. Signs the other browsers out."""
    await services().second_factors.disable_totp(actor)


@router.post("/recovery-codes")
async def renew_recovery_codes(actor: CurrentActor) -> RecoveryCodes:
    """Make new recovery codes; those before stop working."""
    return RecoveryCodes(await services().second_factors.new_recovery_codes(actor))


@router.post("/proof", status_code=204)
async def prove_by_code(actor: CurrentActor, body: CodeBody) -> None:
    """Prove once more who I am, for the changes that ask for it."""
    way = await services().second_factors.check(actor, body.code)
    if not way:
        raise NotAllowedError("identity.error.wrong_code")
    await services().accounts.mark_proved(actor, method=way)


@admin_router.delete("/{user_id}/second-factor", status_code=204)
async def reset_second_factor(actor: CurrentActor, user_id: Id) -> None:
    """Take app, passkeys and recovery codes from somebody who has lost them, and sign them out. Asks for a recent proof."""
    await services().second_factors.reset(actor, user_id)
