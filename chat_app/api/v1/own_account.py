"""The own account over REST: name, address, password, sessions, and proving once more who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.accounts.own_sessions import SessionView

router = APIRouter(prefix="/me", tags=["me"])

Secret = Annotated[str, Field(max_length=1_000)]


class Profile(BaseModel):
    """Who I am."""

    name: str
    email: str
    waiting_email: str
    """The address that counts once the link in the message to it was opened."""
    has_password: bool


class ProfilePatch(Body):
    """A new name."""

    name: str = Field(max_length=200)


class NewEmail(Body):
    """Another address; it counts once the link in the message to it was opened."""

    email: str = Field(max_length=254)


class NewPassword(Body):
    """The present password and the one to come. Whoever has none yet leaves the first one empty."""

    current: Secret = ""
    password: Secret


class Password(Body):
    """The present password."""

    password: Secret


class Ways(BaseModel):
    """With what I can prove who I am: /me/proof/password, /me/second-factor/proof, /me/passkeys/proof."""

    password: bool
    totp: bool
    passkey: bool


class Ended(BaseModel):
    """How many browsers were signed out."""

    ended: int


@router.get("/profile")
async def get_profile(actor: CurrentActor) -> Profile:
    """Name and address."""
    own = await services().own_account.access(actor)
    return Profile(name=actor.name, email=own.email, waiting_email=own.waiting_email, has_password=own.has_password)


@router.patch("/profile", status_code=204)
async def rename_me(actor: CurrentActor, body: ProfilePatch) -> None:
    """Give myself another name."""
    await services().own_account.rename(actor, body.name)


@router.post("/email", status_code=202)
async def ask_for_email(actor: CurrentActor, body: NewEmail) -> None:
    """Send a link to another address. Asks for a recent proof of who I am."""
    await services().own_account.ask_email(actor, body.email)


@router.put("/password", status_code=204)
async def change_password(actor: CurrentActor, body: NewPassword) -> None:
    """Set another password; all other browsers are signed out."""
    await services().own_account.change_password(actor, body.current, body.password)


@router.get("/sessions")
async def list_sessions(actor: CurrentActor) -> list[SessionView]:
    """Browsers in which I am signed in, last used first."""
    return await services().accounts.login_sessions(actor)


@router.delete("/sessions")
async def end_other_sessions(actor: CurrentActor) -> Ended:
    """Sign all browsers out but this one."""
    return Ended(ended=await services().accounts.end_other_sessions(actor))


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(actor: CurrentActor, session_id: Id) -> None:
    """Sign a browser out; its open pages are refused within seconds."""
    await services().accounts.end_session(actor, session_id)


@router.get("/proof")
async def ways_to_prove(actor: CurrentActor) -> Ways:
    """What I can prove with who I am."""
    own, factors = await services().own_account.access(actor), await services().second_factors.state(actor)
    return Ways(password=own.has_password, totp=factors.totp, passkey=factors.passkeys > 0)


@router.post("/proof/password", status_code=204)
async def prove_by_password(actor: CurrentActor, body: Password) -> None:
    """Prove with the password who I am; holds for ten minutes."""
    await services().accounts.prove(actor, body.password)
