"""What the signed-in person has chosen, over REST."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.accounts import Preferences

router = APIRouter(prefix="/me", tags=["me"])

PREFERENCES_COOKIE = "parley_prefs"
A_YEAR = 31_536_000


class Me(BaseModel):
    """The signed-in person."""

    id: str
    name: str
    language: str
    theme: str
    default_model_id: str


class MePatch(BaseModel):
    """What a person may change about themselves; everything else is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    language: Literal["", "en", "de"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    default_model_id: str | None = Field(default=None, max_length=300)


@router.get("")
async def get_me(actor: CurrentActor) -> Me:
    """Who I am and what I prefer."""
    return _me(actor, await services().accounts.preferences(actor))


@router.patch("")
async def change_me(actor: CurrentActor, body: MePatch, request: Request, response: Response) -> Me:
    """Change preferences; what is left out stays. Also sets the cookie from which the page paints its first frame."""
    saved = await services().accounts.save_preferences(actor, **body.model_dump(exclude_none=True))
    response.set_cookie(
        PREFERENCES_COOKIE,
        f"{saved.language}.{saved.theme}",
        max_age=A_YEAR,
        path="/",
        secure=request.url.scheme == "https",
        samesite="lax",
    )
    return _me(actor, saved)


def _me(actor: CurrentActor, preferences: Preferences) -> Me:
    return Me(
        id=actor.user_id,
        name=actor.name,
        language=preferences.language,
        theme=preferences.theme,
        default_model_id=preferences.default_model_id,
    )
