"""The pages between password and session, and the buttons for passkeys and providers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import Template

from starlette.responses import HTMLResponse

from chat_app.api.auth_html import Field, form, links, page, paragraph, text
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.identity.dto import PendingSignIn, ProviderButton, TotpSetup
from chat_app.services.identity.second_factors import MAX_CODE

# assets/passkeys.js shows the form where the browser can do it, and fills in the answer of the device.
_PASSKEY = Template("""<form method="post" action="$action" class="auth-form auth-passkey" data-passkey="$ceremony" data-failed="$failed" hidden>
<input type="hidden" name="next" value="$target">
<input type="hidden" name="credential">
<p class="auth-error" role="alert" hidden></p>
<button type="submit" class="auth-second">$button</button>
</form>
""")
SCRIPT = '<script src="/passkeys.js" defer></script>\n'


def code_page(language: str, target: str, waiting: PendingSignIn, error: AppError | None = None) -> HTMLResponse:
    """Ask for a code, or for a passkey."""
    intro = "identity.enter_code" if waiting.has_totp else "identity.show_passkey"
    field = Field(
        "code", translate("identity.code" if waiting.has_totp else "identity.recovery_code", language), "text", "one-time-code", MAX_CODE
    )
    codes = form(language, "/auth/second-factor", "identity.go_on", [field], {"next": target}, error)
    device = passkey_form(language, "get", "/auth/passkey", target, "identity.use_passkey") if waiting.has_passkey else ""
    body = paragraph(intro, language) + codes + device + links(language, ("/auth/login", "auth.back_to_login")) + SCRIPT
    return page("identity.second_factor", language, body, error.status if error else 200)


def set_up_page(language: str, target: str, setup: TotpSetup, *, passkeys: bool, error: AppError | None = None) -> HTMLResponse:
    """Have somebody set up a second factor before anything else."""
    picture = f'<p class="auth-qr"><img src="{escape(setup.qr_svg)}" alt="{text("identity.qr", language)}" width="200" height="200"></p>\n'
    secret = " ".join(setup.secret[start : start + 4] for start in range(0, len(setup.secret), 4))
    typed = f'<p class="auth-hint">{text("identity.secret", language)} <a href="{escape(setup.uri)}"><code>{secret}</code></a></p>\n'
    field = Field("code", translate("identity.first_code", language), "text", "one-time-code", MAX_CODE)
    codes = form(language, "/auth/second-factor/set-up", "identity.go_on", [field], {"next": target}, error)
    device = paragraph("identity.or_passkey", language) + passkey_form(
        language, "create", "/auth/passkey/new", target, "identity.make_passkey"
    )
    body = (
        paragraph("identity.set_up_intro", language)
        + picture
        + typed
        + codes
        + (f'<div class="auth-or">{device}</div>' if passkeys else "")
        + links(language, ("/auth/login", "auth.back_to_login"))
    )
    return page("identity.set_up", language, body + SCRIPT, error.status if error else 200)


def recovery_page(language: str, target: str, codes: Sequence[str]) -> HTMLResponse:
    """Show the recovery codes, this once."""
    listed = "".join(f"<li><code>{escape(code)}</code></li>" for code in codes)
    onwards = f'<p><a class="auth-button" href="{escape(target)}">{text("identity.codes_kept", language)}</a></p>'
    return page("identity.codes", language, f'{paragraph("identity.codes_intro", language)}<ul class="auth-codes">{listed}</ul>\n{onwards}')


def other_ways(language: str, target: str, providers: Sequence[ProviderButton], *, passkeys: bool) -> str:
    """What else one may sign in with, as HTML below the login form."""
    found = "".join(
        f'<a class="auth-button auth-second" href="/auth/oidc/{escape(item.slug)}?next={escape(target)}">'
        f"{text('identity.sign_in_with', language, provider=item.label)}</a>\n"
        for item in providers
    )
    device = passkey_form(language, "get", "/auth/passkey", target, "identity.sign_in_passkey") + SCRIPT if passkeys else ""
    return f'<div class="auth-others">{found}{device}</div>\n' if found or device else ""


def confirm_page(language: str, kind: str, label: str, action: str, target: str) -> HTMLResponse:
    """Ask whether to go to a provider: a mere visit of an address must not begin to link anything."""
    title, intro = ("identity.link", "identity.link_intro") if kind == "link" else ("identity.prove", "identity.prove_intro")
    body = paragraph(intro, language, provider=label) + form(language, action, "identity.go_on", [], {"next": target})
    return page(title, language, body + links(language, (target, "identity.go_back")))


def leaving_page(language: str, url: str) -> HTMLResponse:
    """Lead to a provider after a form: the policy of our pages lets forms lead nowhere else, so this is a page of its own."""
    body = f'<p><a class="auth-button" href="{escape(url)}">{text("identity.go_on", language)}</a></p>'
    leaving = page("identity.leaving", language, body)
    leaving.headers["Refresh"] = f"0;url={url}"
    return leaving


def refusal_page(language: str, target: str, error: AppError) -> HTMLResponse:
    """Say what went wrong, and lead back."""
    told = f'<p class="auth-error" role="alert">{text(error.key, language, **error.params)}</p>\n'
    return page("identity.refused", language, told + links(language, (target, "identity.go_back")), error.status)


def passkey_form(language: str, ceremony: str, action: str, target: str, button: str) -> str:
    """A button that asks the device for a passkey ("get") or for a new one ("create"); hidden where browsers cannot."""
    return _PASSKEY.substitute(
        action=action,
        ceremony=ceremony,
        target=escape(target),
        button=text(button, language),
        failed=text("identity.passkey_failed", language),
    )
