"""Registering and accepting invitations."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api import joining_pages as pages
from chat_app.api.auth import knock_of
from chat_app.api.auth_forms import form_of, language_of, link_wanted, welcome
from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.accounts.one_time_links import LinkGoneError

router = APIRouter(prefix="/auth", include_in_schema=False)

_REGISTER = ("auth.register", "auth.register_intro", "auth.register_send")
_CONFIRM = ("auth.confirm", "auth.confirm_intro", "auth.confirm_save")
_INVITE = ("auth.invite", "auth.invite_intro", "auth.confirm_save")
_JOIN = ("auth.invite", "auth.join_intro", "auth.join")
_AGAIN = ("/auth/register", "auth.register")
_CLOSED = {"closed": "auth.register_closed", "invitation": "auth.register_invitation", "no_mail": "auth.error.no_mail"}


@router.get("/register")
async def show_registration(request: Request) -> Response:
    """Ask for an address, or say why nobody registers here."""
    language, way = language_of(request), await services().registration.way()
    if way in _CLOSED:
        return pages.closed_page(language, _REGISTER[0], _CLOSED[way])
    return pages.address_page(language, "/auth/register", _REGISTER)


@router.post("/register")
async def register(request: Request) -> Response:
    """Send a link; the answer is the same for an address that has an account."""
    return await link_wanted(request, "/auth/register", _REGISTER, "auth.register_sent", services().registration.ask)


@router.get("/confirm")
async def show_confirmation(request: Request) -> Response:
    """Ask for name and password."""
    token, language = request.query_params.get("token", ""), language_of(request)
    email = await services().registration.address_of(token)
    if not email:
        return pages.gone_page(language, _AGAIN)
    return pages.choose_page(language, "/auth/confirm", _CONFIRM, token, email, name="", texts=await services().consents.asked())


@router.post("/confirm")
async def confirm(request: Request) -> Response:
    """Make the account and sign in."""
    form, language, knock = await form_of(request), language_of(request), knock_of(request.scope)
    token, name = form.get("token", ""), form.get("name", "")
    try:
        user_id = await services().registration.complete(token, name, form.get("password", ""), language, _agreed(form))
    except LinkGoneError:
        return pages.gone_page(language, _AGAIN)
    except AppError as error:
        email = await services().registration.address_of(token)
        texts = await services().consents.asked()
        return pages.choose_page(
            language, "/auth/confirm", _CONFIRM, token, email, name=name, error=error, texts=texts, agreed=_agreed(form)
        )
    return welcome(knock.scheme, await services().accounts.begin_session(user_id, knock, method="registration"), "/")


@router.get("/invite")
async def show_invitation(request: Request) -> Response:
    """Ask for name and password, or only whether to join."""
    token, language = request.query_params.get("token", ""), language_of(request)
    invited = await services().invitations.look_at(token)
    if invited is None:
        return pages.no_invitation_page(language)
    if invited.has_account:
        return pages.press_page(language, "/auth/invite", _JOIN, token, invited.email)
    return pages.choose_page(language, "/auth/invite", _INVITE, token, invited.email, name="", texts=await services().consents.asked())


@router.post("/invite")
async def accept_invitation(request: Request) -> Response:
    """Make the account and sign in; whoever has one joins and signs in as always."""
    form, language, knock = await form_of(request), language_of(request), knock_of(request.scope)
    token, name = form.get("token", ""), form.get("name", "")
    try:
        user_id = await services().invitations.accept(token, name, form.get("password", ""), language, _agreed(form))
    except LinkGoneError:
        return pages.no_invitation_page(language)
    except AppError as error:
        invited, texts = await services().invitations.look_at(token), await services().consents.asked()
        email = invited.email if invited else ""
        return pages.choose_page(language, "/auth/invite", _INVITE, token, email, name=name, error=error, texts=texts, agreed=_agreed(form))
    if not user_id:
        services().accounts.forget_cached()
        return RedirectResponse("/auth/login?done=joined", 303)
    return welcome(knock.scheme, await services().accounts.begin_session(user_id, knock, method="invitation"), "/")


def _agreed(form: dict[str, str]) -> dict[str, str]:
    """The versions of the texts whose boxes were ticked, by purpose."""
    return {name.removeprefix(pages.CONSENT): version for name, version in form.items() if name.startswith(pages.CONSENT)}
