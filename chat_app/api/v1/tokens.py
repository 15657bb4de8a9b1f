"""Short-lived tokens for programs, over REST."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.tokens.dto import AccessToken

router = APIRouter(prefix="/auth", tags=["tokens"])


class NewToken(Body):
    """`scope` names permissions with spaces between; empty for all that the key or the person has for programs."""

    scope: str = Field(default="", max_length=1_000)


class OldToken(Body):
    """A token to end."""

    token: Annotated[str, Field(max_length=4_000)]


@router.post("/token", status_code=201)
async def make_token(actor: CurrentActor, body: NewToken) -> AccessToken:
    """A token that is good for ten minutes and ends with the key or the login session it was made with."""
    return await services().tokens.issue(actor, body.scope.split())


@router.post("/revoke", status_code=204)
async def revoke_token(actor: CurrentActor, body: OldToken) -> None:
    """End a token before its time. One that is not yours, or not valid any more, makes no difference (RFC 7009)."""
    await services().tokens.revoke(actor, body.token)
