"""To a provider and back. What belongs to one attempt is bound to the browser by a cookie that lives ten minutes."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api.auth import knock_of
from chat_app.api.auth_forms import form_of, language_of, safe_next, welcome
from chat_app.api.login import login_again
from chat_app.api.second_factor_pages import confirm_page, leaving_page, refusal_page
from chat_app.container import services
from chat_app.errors import AppError, NotAuthenticatedError
from chat_app.services.accounts.authentication import read_cookie
from chat_app.services.identity.attempts import LIFETIME
from chat_app.services.identity.dto import Departure, Return
from chat_app.services.kernel.actor import Actor

router = APIRouter(prefix="/auth/oidc", include_in_schema=False)

Slug = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Act = Literal["link", "prove"]
MAX_PARAMETER = 4_000


@router.get("/{slug}")
async def leave(request: Request, slug: Slug) -> Response:
    """Go to the provider to sign in."""
    target, knock = safe_next(request.query_params.get("next")), knock_of(request.scope)
    try:
        departure = await services().identities.depart(slug, "sign_in", target, _browser(request), knock)
    except AppError as error:
        return await login_again(request, target, error=error)
    return _bound(request, departure, RedirectResponse(departure.url, 303))


@router.get("/{slug}/callback")
async def come_back(request: Request, slug: Slug) -> Response:
    """Come back from the provider: signed in, linked or proved."""
    knock, actor = knock_of(request.scope), await _actor(request)
    try:
        arrival = await services().identities.arrive(slug, _return(request), knock, actor)
    except AppError as error:
        return refusal_page(language_of(request), "/settings", error) if actor else await login_again(request, "/", error=error)
    if arrival.signed_in is not None:
        return welcome(knock.scheme, arrival.signed_in, arrival.target)
    return RedirectResponse(arrival.target, 303)


@router.get("/{slug}/{act}")
async def ask(request: Request, slug: Slug, act: Act) -> Response:
    """Ask whether to go to the provider in order to link an account there, or to prove who one is."""
    target = _target(request.query_params.get("next"))
    if await _actor(request) is None:
        return RedirectResponse("/auth/login", 303)
    try:
        provider = await services().identities.providers.find(slug)
    except AppError as error:
        return refusal_page(language_of(request), target, error)
    return confirm_page(language_of(request), act, provider.label, f"/auth/oidc/{slug}/{act}", target)


@router.post("/{slug}/{act}")
async def leave_signed_in(request: Request, slug: Slug, act: Act) -> Response:
    """Go to the provider, as somebody who is signed in here and has just said that they want to."""
    target, actor = _target((await form_of(request)).get("next")), await _actor(request)
    if actor is None:
        return RedirectResponse("/auth/login", 303)
    try:
        departure = await services().identities.depart(slug, act, target, _browser(request), knock_of(request.scope), actor)
    except AppError as error:
        return refusal_page(language_of(request), target, error)
    return _bound(request, departure, leaving_page(language_of(request), departure.url))


async def _actor(request: Request) -> Actor | None:
    try:
        return await services().accounts.authenticate(knock_of(request.scope))
    except NotAuthenticatedError:
        return None


def _target(given: object) -> str:
    target = safe_next(given)
    return "/settings" if target == "/" else target


def _return(request: Request) -> Return:
    given = {name: value[:MAX_PARAMETER] for name, value in request.query_params.items()}
    return Return(given.get("state", ""), given.get("code", ""), given.get("iss", ""), given.get("error", ""), _browser(request))


def _browser(request: Request) -> str:
    return read_cookie(request.headers.get("cookie", ""), _cookie_name(request))


def _bound(request: Request, departure: Departure, response: Response) -> Response:
    response.set_cookie(
        _cookie_name(request),
        departure.browser,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def _cookie_name(request: Request) -> str:
    return "__Host-parley-provider" if request.url.scheme == "https" else "parley_provider"
