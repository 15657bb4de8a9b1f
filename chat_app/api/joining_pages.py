"""The pages for whoever has no account yet, or cannot get into theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse

from chat_app.api.auth_html import Check, email_field, form, links, name_field, new_password_field, note, page, paragraph
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.privacy.consents import ConsentText

CONSENT = "consent_"
"""Begins the names of boxes about texts; the purpose follows."""
_WORDS = {"terms": ("consent.agree", "consent.terms"), "privacy": ("consent.agree_freely", "consent.privacy")}
_TO_LOGIN = ("/auth/login", "auth.back_to_login")


def address_page(language: str, action: str, keys: tuple[str, str, str], email: str = "", error: AppError | None = None) -> HTMLResponse:
    """Ask for an address to write to; `keys` are title, introduction and button."""
    title, intro, button = keys
    body = paragraph(intro, language) + form(language, action, button, [email_field(language, email, "email")], None, error)
    return page(title, language, body + links(language, _TO_LOGIN), error.status if error else 200)


def closed_page(language: str, title: str, key: str) -> HTMLResponse:
    """Why there is nothing to fill in."""
    return page(title, language, paragraph(key, language) + links(language, _TO_LOGIN), 403)


def sent_page(language: str, title: str, key: str) -> HTMLResponse:
    """The same words whether or not the address has an account."""
    return page(title, language, note(key, language) + links(language, _TO_LOGIN))


def gone_page(language: str, *ways: tuple[str, str]) -> HTMLResponse:
    """A link that does nothing any more, for whatever reason; `ways` are what to do instead."""
    return page("auth.link_gone_title", language, paragraph("auth.error.link_gone", language) + links(language, *ways, _TO_LOGIN), 400)


def no_invitation_page(language: str) -> HTMLResponse:
    """An invitation that does nothing any more: only who invited can make another, and who has accepted it signs in."""
    way = ("/auth/login", "auth.sign_in")
    return page("auth.invite_gone_title", language, paragraph("auth.error.invite_gone", language) + links(language, way), 400)


def choose_page(
    language: str,
    action: str,
    keys: tuple[str, str, str],
    token: str,
    email: str,
    *,
    name: str | None = None,
    error: AppError | None = None,
    texts: Sequence[ConsentText] = (),
    agreed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Ask for a new password, unless `name` is None for a name, and whether one agrees to `texts`; `keys` are title, introduction and button.

    `agreed` are versions by purpose that were ticked before; those that are still the present ones stay ticked.
    """
    title, intro, button = keys
    names = [] if name is None else [name_field(language, name)]
    # Password managers keep the address with the password.
    hidden = {"token": token, "username": email}
    body = paragraph(intro, language, email=email)
    checks = [_check(text, language, agreed or {}) for text in texts]
    body += form(language, action, button, [*names, new_password_field(language)], hidden, error, checks)
    return page(title, language, body, error.status if error else 200)


def press_page(language: str, action: str, keys: tuple[str, str, str], token: str, email: str) -> HTMLResponse:
    """One button: opening the link in a mail alone changes nothing, programs that look into mail do that, too."""
    title, intro, button = keys
    return page(title, language, paragraph(intro, language, email=email) + form(language, action, button, [], {"token": token}))


def _check(text: ConsentText, language: str, agreed: Mapping[str, str]) -> Check:
    label, link = (translate(key, language) for key in _WORDS[text.purpose])
    ticked = agreed.get(text.purpose) == text.version
    return Check(f"{CONSENT}{text.purpose}", text.version, label, f"{link} ({text.version})", text.url, text.required, ticked)
