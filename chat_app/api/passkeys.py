"""Passkeys before the door: signing in with one, as second factor too, or setting up the first. assets/passkeys.js drives it."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from chat_app.api.auth import knock_of
from chat_app.api.auth_forms import form_of, safe_next, welcome
from chat_app.api.login import login_again
from chat_app.api.second_factor import second_factor_page, welcome_with_codes
from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError

router = APIRouter(prefix="/auth/passkey", include_in_schema=False)

MAX_CREDENTIAL = 50_000


@router.post("/options")
async def show_options(request: Request) -> dict[str, Any]:
    """Options for `navigator.credentials.get`."""
    return json.loads((await services().passkey_sign_in.begin(knock_of(request.scope))).options)


@router.post("")
async def sign_in(request: Request) -> Response:
    """Let in whoever shows a passkey."""
    form = await form_of(request)
    knock, target = knock_of(request.scope), safe_next(form.get("next"))
    waiting = await services().second_step.waiting(knock)
    try:
        signed_in = await services().passkey_sign_in.sign_in(knock, _credential(form))
    except AppError as error:
        return await (second_factor_page(request, target, error) if waiting else login_again(request, target, error=error))
    return welcome(knock.scheme, signed_in, target)


@router.post("/new/options")
async def new_options(request: Request) -> dict[str, Any]:
    """Options for `navigator.credentials.create`, for somebody who has to set up a first factor."""
    newcomer = await services().second_step.newcomer(knock_of(request.scope))
    return json.loads((await services().passkeys.begin(newcomer)).options)


@router.post("/new")
async def add_first(request: Request) -> Response:
    """Take the first factor, finish the sign-in and show the recovery codes."""
    form = await form_of(request)
    knock, target = knock_of(request.scope), safe_next(form.get("next"))
    try:
        newcomer = await services().second_step.newcomer(knock)
        confirmed = await services().passkeys.add(newcomer, _credential(form), "")
        signed_in = await services().accounts.finish_sign_in(knock.token, knock, method="passkey")
    except AppError as error:
        return await second_factor_page(request, target, error)
    return welcome_with_codes(request, knock, signed_in, confirmed.recovery_codes, target)


def _credential(form: dict[str, str]) -> dict[str, object]:
    """What the browser answered; raises `InvalidInputError`."""
    try:
        parsed = json.loads(form.get("credential", "")[:MAX_CREDENTIAL])
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise InvalidInputError("identity.error.passkey_refused")
    return parsed
