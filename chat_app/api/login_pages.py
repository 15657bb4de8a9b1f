"""The pages for signing in and out and for setting up."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from chat_app.api.auth_html import email_field, form, links, name_field, new_password_field, note, page, paragraph, password_field
from chat_app.errors import AppError

# What one has just come from, by the word in the address.
_NOTES = {"reset": "auth.done_reset", "email": "auth.done_email", "joined": "auth.done_joined"}
_OWNER = {"username": "owner"}


def login_page(
    language: str,
    target: str,
    *,
    asks_email: bool = False,
    may_register: bool = False,
    may_withdraw: bool = False,
    email: str = "",
    done: str = "",
    other_ways: str = "",
    error: AppError | None = None,
) -> HTMLResponse:
    """Ask for address and password, of the one owner for the password only; `target` is where to go then.

    `other_ways` is HTML: what else one may sign in with.
    """
    told = note(_NOTES[done], language) if done in _NOTES and not error else ""
    fields = [email_field(language, email)] if asks_email else []
    hidden = {"next": target} if asks_email else {"next": target, **_OWNER}
    body = form(language, "/auth/login", "auth.sign_in", [*fields, password_field(language)], hidden, error)
    intro = "" if asks_email else paragraph("auth.sign_in_intro", language)
    forgotten = [("/auth/forgot", "auth.forgot_link")] if asks_email else []
    buyers = [("/withdraw", "withdrawal.title")] if may_withdraw else []
    newcomers = [("/auth/register", "auth.register_link")] if may_register else []
    body = f"{told}{intro}{body}{other_ways}{links(language, *forgotten, *newcomers, *buyers)}"
    return page("auth.sign_in", language, body, error.status if error else 200)


def needs_setup_page(language: str) -> HTMLResponse:
    """What has to be done first."""
    return page("auth.sign_in", language, paragraph("auth.setup_needed", language))


def set_up_already_page(language: str) -> HTMLResponse:
    """For a link of the first start that has done its work."""
    body = paragraph("auth.setup_done", language) + links(language, ("/auth/login", "auth.sign_in"))
    return page("auth.setup_admin", language, body, 403)


def setup_page(
    language: str, token: str, *, is_valid: bool, makes_admin: bool = False, email: str = "", name: str = "", error: AppError | None = None
) -> HTMLResponse:
    """Ask for the first password, with `makes_admin` also for name and address, or say that the link is used up."""
    title = "auth.setup_admin" if makes_admin else "auth.setup"
    if not is_valid:
        return page(title, language, paragraph("auth.setup_gone", language), error.status if error else 403)
    fields = [name_field(language, name), email_field(language, email)] if makes_admin else []
    intro = paragraph("auth.setup_admin_intro" if makes_admin else "auth.setup_intro", language)
    hidden = {"token": token} if makes_admin else {"token": token, **_OWNER}
    body = form(language, "/auth/setup", "auth.setup_save", [*fields, new_password_field(language)], hidden, error)
    return page(title, language, intro + body, error.status if error else 200)


def logout_page(language: str) -> HTMLResponse:
    """Opening an address changes nothing: a button does."""
    return page("auth.sign_out", language, paragraph("auth.sign_out_intro", language) + form(language, "/auth/logout", "auth.sign_out", []))


def notice_page(language: str, key: str, status: int, **params: str) -> HTMLResponse:
    """A page that only says why there is none."""
    return page("auth.not_open", language, paragraph(key, language, **params), status)
