"""What the signed-in person has chosen, over REST."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.accounts import Preferences
from chat_app.services.accounts.names import MAX_NAME
from chat_app.services.chat.conversations import MAX_DRAFT
from chat_app.services.kernel.actor import Actor

router = APIRouter(prefix="/me", tags=["me"])

PREFERENCES_COOKIE = "parley_prefs"
A_YEAR = 31_536_000

_TYPES = get_type_hints(Preferences, include_extras=True)
_NAMES = [field.name for field in fields(Preferences)]

_GIVEN: dict[str, Any] = {"id": (str, ...), "name": (str, ...), **{name: (_TYPES[name], ...) for name in _NAMES}}
_TAKEN: dict[str, Any] = {
    "name": (Annotated[str | None, Field(max_length=MAX_NAME)], None),
    **{name: (_TYPES[name] | None, None) for name in _NAMES},
}

Me = create_model("Me", __doc__="The signed-in person and what they chose.", **_GIVEN)
MePatch = create_model(
    "MePatch",
    __doc__="What a person may change about themselves; what is left out stays, and everything else is refused.",
    __config__=ConfigDict(extra="forbid"),
    **_TAKEN,
)


class Draft(Body):
    """What stands in the composer."""

    text: str = Field(default="", max_length=MAX_DRAFT)


@router.get("", response_model=Me)
async def get_me(actor: CurrentActor) -> dict[str, Any]:
    """Who I am and what I prefer."""
    return _me(actor, await services().accounts.preferences(actor))


@router.patch("", response_model=Me)
async def change_me(
    actor: CurrentActor,
    body: MePatch,  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]  (a model made of the record's fields)
    request: Request,
    response: Response,
) -> dict[str, Any]:
    """Change name or preferences; what is left out stays. Also sets the cookie from which the page paints its first frame."""
    given: BaseModel = body
    changes = given.model_dump(exclude_none=True)
    if (name := changes.pop("name", None)) is not None:
        actor = replace(actor, name=await services().own_account.rename(actor, name))
    saved = await services().accounts.save_preferences(actor, **changes)  # pyright: ignore[reportArgumentType]  (checked by the model)
    response.set_cookie(
        PREFERENCES_COOKIE,
        f"{saved.language}.{saved.theme}.{saved.font_size}.{saved.density}",
        max_age=A_YEAR,
        path="/",
        secure=request.url.scheme == "https",
        samesite="lax",
    )
    return _me(actor, saved)


@router.get("/draft")
async def get_draft(actor: CurrentActor) -> Draft:
    """The unsent text of a chat that has not begun."""
    return Draft(text=await services().reading.new_chat_draft(actor))


@router.put("/draft", status_code=204)
async def keep_draft(actor: CurrentActor, body: Draft) -> None:
    """Keep such a text for the next visit, on any device."""
    await services().reading.save_new_chat_draft(actor, body.text)


def _me(actor: Actor, preferences: Preferences) -> dict[str, Any]:
    return {"id": actor.user_id, "name": actor.name, **asdict(preferences)}
