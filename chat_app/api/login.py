"""Signing in and out, and setting up: small pages that work without a line of JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api.auth import delete_session_cookie, knock_of
from chat_app.api.auth_forms import form_of, is_signed_in, language_of, safe_next, welcome
from chat_app.api.login_pages import login_page, logout_page, needs_setup_page, set_up_already_page, setup_page
from chat_app.api.second_factor_pages import other_ways
from chat_app.container import services
from chat_app.errors import AppError

router = APIRouter(prefix="/auth", include_in_schema=False)

CLEAR_SITE_DATA = '"cache", "cookies", "storage"'


@router.get("/login")
async def show_login(request: Request) -> Response:
    """The form, or what to do first when nobody could sign in yet."""
    target = safe_next(request.query_params.get("next"))
    if await is_signed_in(request):
        return RedirectResponse(target, 303)
    if await services().accounts.needs_setup():
        return needs_setup_page(language_of(request))
    return await login_again(request, target, done=request.query_params.get("done", ""))


@router.post("/login")
async def sign_in(request: Request) -> Response:
    """Check the password and begin a session."""
    form = await form_of(request)
    knock, target, email = knock_of(request.scope), safe_next(form.get("next")), form.get("email", "")
    try:
        signed_in = await services().accounts.sign_in(email, form.get("password", ""), knock)
    except AppError as error:
        return await login_again(request, target, email=email, error=error)
    return welcome(knock.scheme, signed_in, target)


@router.get("/setup")
async def show_setup(request: Request) -> Response:
    """The form of the first person; the token in the link is the proof of ownership."""
    token = request.query_params.get("token", "")
    is_valid = services().accounts.accepts_setup_token(token)
    if not is_valid and not await services().accounts.needs_setup():
        return set_up_already_page(language_of(request))
    return setup_page(language_of(request), token, is_valid=is_valid, makes_admin=_is_multi())


@router.post("/setup")
async def set_up(request: Request) -> Response:
    """Set the first password or make the first administrator, and sign in."""
    form = await form_of(request)
    knock, accounts = knock_of(request.scope), services().accounts
    token, name, email = form.get("token", ""), form.get("name", ""), form.get("email", "")
    try:
        user_id = await accounts.set_up(token, form.get("password", ""), email, name)
        signed_in = await accounts.begin_session(user_id, knock, method="setup")
    except AppError as error:
        is_valid = accounts.accepts_setup_token(token)
        return setup_page(language_of(request), token, is_valid=is_valid, makes_admin=_is_multi(), email=email, name=name, error=error)
    return welcome(knock.scheme, signed_in, "/")


@router.get("/logout")
async def show_logout(request: Request) -> Response:
    """A page with a button."""
    return logout_page(language_of(request))


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """End the session, and let the browser forget what it keeps of us."""
    knock = knock_of(request.scope)
    if knock.token:
        await services().accounts.sign_out(knock.token)
    response = RedirectResponse("/auth/login", 303, {"Clear-Site-Data": CLEAR_SITE_DATA})
    delete_session_cookie(response, knock.scheme)
    return response


async def login_again(request: Request, target: str, *, email: str = "", done: str = "", error: AppError | None = None) -> Response:
    """The form, with what went wrong the last time."""
    way, language = await services().registration.way(), language_of(request)
    ways = other_ways(language, target, await services().identities.providers.buttons(), passkeys=services().passkeys.possible)
    return login_page(
        language,
        target,
        asks_email=_is_multi(),
        may_register=way in {"open", "domain"},
        may_withdraw=await services().withdrawals.is_offered(),
        email=email,
        done=done,
        other_ways=ways,
        error=error,
    )


def _is_multi() -> bool:
    return services().settings.mode == "multi"
