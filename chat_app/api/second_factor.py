"""Between password and session: asking for the second factor, or having one set up. Works without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api.auth import knock_of, set_device_cookie, set_session_cookie
from chat_app.api.auth_forms import form_of, language_of, safe_next, welcome
from chat_app.api.second_factor_pages import code_page, recovery_page, set_up_page
from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.accounts import Knock
from chat_app.services.accounts.sign_in import SignedIn

router = APIRouter(prefix="/auth/second-factor", include_in_schema=False)


@router.get("")
async def show_second_factor(request: Request) -> Response:
    """The page for the code, or for setting up a first factor; the login where nothing is waited for."""
    return await second_factor_page(request, safe_next(request.query_params.get("next")))


@router.post("")
async def enter_code(request: Request) -> Response:
    """Check the code and finish the sign-in."""
    form = await form_of(request)
    knock, target = knock_of(request.scope), safe_next(form.get("next"))
    try:
        signed_in = await services().second_step.enter(knock, form.get("code", ""))
    except AppError as error:
        return await second_factor_page(request, target, error)
    return welcome(knock.scheme, signed_in, target)


@router.post("/set-up")
async def confirm_first_factor(request: Request) -> Response:
    """Check the first code of a new app, finish the sign-in and show the recovery codes."""
    form = await form_of(request)
    knock, target = knock_of(request.scope), safe_next(form.get("next"))
    try:
        signed_in, codes = await services().second_step.confirm_totp(knock, form.get("code", ""))
    except AppError as error:
        return await second_factor_page(request, target, error)
    return welcome_with_codes(request, knock, signed_in, codes, target)


async def second_factor_page(request: Request, target: str, error: AppError | None = None) -> Response:
    """What is asked of whoever comes with a half session."""
    knock, language = knock_of(request.scope), language_of(request)
    waiting = await services().second_step.waiting(knock)
    if waiting is None:
        return RedirectResponse(f"/auth/login?next={target}", 303)
    if not waiting.must_set_up:
        return code_page(language, target, waiting, error)
    setup = await services().second_step.begin_totp(knock)
    return set_up_page(language, target, setup, passkeys=services().passkeys.possible, error=error)


def welcome_with_codes(request: Request, knock: Knock, signed_in: SignedIn, codes: tuple[str, ...], target: str) -> Response:
    """Let somebody in who has set up their first factor; the recovery codes stand on the way."""
    response = recovery_page(language_of(request), target, codes)
    set_session_cookie(response, knock.scheme, signed_in.token)
    set_device_cookie(response, knock.scheme, signed_in.device_cookie)
    return response
