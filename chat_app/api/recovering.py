"""Forgotten passwords and changed addresses."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from chat_app.api import joining_pages as pages
from chat_app.api.auth import knock_of, set_device_cookie
from chat_app.api.auth_forms import form_of, language_of, link_wanted
from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.accounts.one_time_links import LinkGoneError

router = APIRouter(prefix="/auth", include_in_schema=False)

_FORGOT = ("auth.forgot", "auth.forgot_intro", "auth.forgot_send")
_RESET = ("auth.reset", "auth.reset_intro", "auth.reset_save")
_AGAIN = ("/auth/forgot", "auth.forgot")
_EMAIL = ("auth.new_email", "auth.new_email_intro", "auth.new_email_save")


@router.get("/forgot")
async def show_forgot(request: Request) -> Response:
    """Ask for the address, or say whom to ask."""
    language = language_of(request)
    if not services().recovery.is_possible:
        return pages.closed_page(language, _FORGOT[0], "auth.error.no_mail_reset")
    return pages.address_page(language, "/auth/forgot", _FORGOT)


@router.post("/forgot")
async def ask_for_link(request: Request) -> Response:
    """Send a link; the answer is the same for an address without an account."""
    return await link_wanted(request, "/auth/forgot", _FORGOT, "auth.forgot_sent", services().recovery.ask)


@router.get("/reset")
async def show_reset(request: Request) -> Response:
    """Ask for a new password."""
    token, language = request.query_params.get("token", ""), language_of(request)
    email = await services().recovery.address_of(token)
    return pages.choose_page(language, "/auth/reset", _RESET, token, email) if email else pages.gone_page(language, _AGAIN)


@router.post("/reset")
async def reset(request: Request) -> Response:
    """Set it; one signs in with it then, with the second factor as always."""
    form, language, knock = await form_of(request), language_of(request), knock_of(request.scope)
    token = form.get("token", "")
    try:
        email = await services().recovery.reset(token, form.get("password", ""))
    except LinkGoneError:
        return pages.gone_page(language, _AGAIN)
    except AppError as error:
        return pages.choose_page(language, "/auth/reset", _RESET, token, await services().recovery.address_of(token), error=error)
    response = RedirectResponse("/auth/login?done=reset", 303)
    # Whoever got the link is no stranger: guesses of others shall not keep them out.
    set_device_cookie(response, knock.scheme, services().accounts.device_cookie_for(email, knock))
    return response


@router.get("/confirm-email")
async def show_new_email(request: Request) -> Response:
    """A button."""
    token, language = request.query_params.get("token", ""), language_of(request)
    email = await services().own_account.new_email_of(token)
    return pages.press_page(language, "/auth/confirm-email", _EMAIL, token, email) if email else pages.gone_page(language)


@router.post("/confirm-email")
async def confirm_new_email(request: Request) -> Response:
    """Let the new address count."""
    form = await form_of(request)
    try:
        await services().own_account.confirm_email(form.get("token", ""))
    except LinkGoneError:
        return pages.gone_page(language_of(request))
    return RedirectResponse("/auth/login?done=email&next=/settings", 303)
