"""Signing in and out: small pages that work without a line of JavaScript."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api.auth import delete_session_cookie, knock_of, set_device_cookie, set_session_cookie
from chat_app.api.login_pages import login_page, setup_page
from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError, NotAuthenticatedError
from chat_app.services.accounts.authentication import preferred_language
from chat_app.services.accounts.sign_in import SignedIn

router = APIRouter(prefix="/auth", include_in_schema=False)

_OWN_PATH = re.compile(r"/(?!auth\b)(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)?")
CLEAR_SITE_DATA = '"cache", "cookies", "storage"'


@router.get("/login")
async def show_login(request: Request) -> Response:
    """The form, or what to do first when there is no password yet."""
    if await _is_signed_in(request):
        return RedirectResponse(safe_next(request.query_params.get("next")), 303)
    return login_page(_language(request), safe_next(request.query_params.get("next")), needs_setup=await services().accounts.needs_setup())


@router.post("/login")
async def sign_in(request: Request) -> Response:
    """Check the password and begin a session."""
    form = await _form(request)
    knock = knock_of(request.scope)
    try:
        signed_in = await services().accounts.sign_in(form.get("email", ""), form.get("password", ""), knock)
    except AppError as error:
        return login_page(_language(request), safe_next(form.get("next")), error=error)
    return welcome(knock.scheme, signed_in, safe_next(form.get("next")))


@router.get("/setup")
async def show_setup(request: Request) -> Response:
    """The form for the first password; the token in the link is the proof of ownership."""
    token = request.query_params.get("token", "")
    return setup_page(_language(request), token, is_valid=services().accounts.accepts_setup_token(token))


@router.post("/setup")
async def set_password(request: Request) -> Response:
    """Set the first password and sign in with it."""
    form = await _form(request)
    knock = knock_of(request.scope)
    token, password = form.get("token", ""), form.get("password", "")
    accounts = services().accounts
    try:
        await accounts.set_up(token, password)
        signed_in = await accounts.sign_in("", password, knock)
    except AppError as error:
        return setup_page(_language(request), token, is_valid=accounts.accepts_setup_token(token), error=error)
    return welcome(knock.scheme, signed_in, "/")


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """End the session, and let the browser forget what it keeps of us."""
    knock = knock_of(request.scope)
    if knock.token:
        await services().accounts.sign_out(knock.token)
    response = RedirectResponse("/auth/login", 303, {"Clear-Site-Data": CLEAR_SITE_DATA})
    delete_session_cookie(response, knock.scheme)
    return response


def safe_next(target: object) -> str:
    """`target` if it is a plain path of ours, else "/": it comes out of a URL that anybody may have made."""
    return target if isinstance(target, str) and _OWN_PATH.fullmatch(target) else "/"


def welcome(scheme: str, signed_in: SignedIn, target: str) -> Response:
    """Hand the browser its session and lead on: to `target`, or first to what is still owed."""
    owed = f"/auth/second-factor?next={target}" if signed_in.needs_second_factor else target
    response = RedirectResponse(owed, 303)
    set_session_cookie(response, scheme, signed_in.token)
    set_device_cookie(response, scheme, signed_in.device_cookie)
    return response


async def _is_signed_in(request: Request) -> bool:
    try:
        await services().accounts.authenticate(knock_of(request.scope))
    except NotAuthenticatedError:
        return False
    return True


async def _form(request: Request) -> dict[str, str]:
    """The text fields of a form; raises `InvalidInputError` for anything else."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InvalidInputError("auth.error.form")
    form = await request.form(max_fields=10)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _language(request: Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""))
