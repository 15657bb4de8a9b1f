"""What the routes before the door share: reading forms, and leading on."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from chat_app.api import joining_pages as pages
from chat_app.api.auth import knock_of, set_device_cookie, set_session_cookie
from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError, NotAuthenticatedError
from chat_app.i18n import preferred_language
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.sign_in import SignedIn

_OWN_PATH = re.compile(r"/(?!auth\b)(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?)?")
MAX_FIELDS = 10

Ask = Callable[[str, str, Knock], Awaitable[None]]
"""Sends a link to an address, in a language, for whoever knocks."""


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


async def is_signed_in(request: Request) -> bool:
    """Whether whoever opens this page could be behind the door already."""
    try:
        await services().accounts.authenticate(knock_of(request.scope))
    except NotAuthenticatedError:
        return False
    return True


async def form_of(request: Request) -> dict[str, str]:
    """The text fields of a form; raises `InvalidInputError` for anything else."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InvalidInputError("auth.error.form")
    form = await request.form(max_fields=MAX_FIELDS)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def language_of(request: Request) -> str:
    """The reader's language; nobody is signed in who could have chosen one."""
    return preferred_language(request.headers.get("accept-language", ""))


async def link_wanted(request: Request, action: str, keys: tuple[str, str, str], sent: str, ask: Ask) -> Response:
    """Answer whoever asked for a link by mail on a page of `address_page`: with `sent`, whether or not the address has an account."""
    form, language = await form_of(request), language_of(request)
    email = form.get("email", "")
    try:
        await ask(email, language, knock_of(request.scope))
    except AppError as error:
        return pages.address_page(language, action, keys, email, error)
    return pages.sent_page(language, keys[0], sent)
