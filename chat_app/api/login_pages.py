"""The HTML of the pages before the door. Their look is assets/styles/auth.css."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.responses import HTMLResponse

from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.accounts.passwords import MAX_LENGTH, MIN_LENGTH

_PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>$page_title</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/styles/auth.css">
</head>
<body>
<main class="auth-card">
<p class="auth-mark"><img src="/icon.svg" alt="" width="28" height="28"> Parley</p>
<h1>$title</h1>
$body
</main>
</body>
</html>
""")

_FORM = Template("""$error<form method="post" action="$action" class="auth-form">
<input type="hidden" name="$hidden_name" value="$hidden_value">
<input type="text" name="username" value="owner" autocomplete="username" hidden>
<label for="password">$label</label>
<input id="password" name="password" type="password" autocomplete="$autocomplete" maxlength="$max_length" required autofocus$described>
$rule<button type="submit">$button</button>
</form>""")


def login_page(language: str, target: str, *, needs_setup: bool = False, error: AppError | None = None) -> HTMLResponse:
    """Ask for the password; `target` is where to go then."""
    body = _paragraph("auth.sign_in_intro", language) + _form(
        language, "/auth/login", ("next", target), "auth.sign_in", "current-password", error
    )
    if needs_setup:
        body = _paragraph("auth.setup_needed", language)
    return _page("auth.sign_in", language, body, error.status if error else 200)


def setup_page(language: str, token: str, *, is_valid: bool, error: AppError | None = None) -> HTMLResponse:
    """Ask for the first password, or say that the link is used up."""
    if not is_valid:
        return _page("auth.setup", language, _paragraph("auth.setup_gone", language), error.status if error else 403)
    rule = f'<p id="rule" class="auth-hint">{_text("auth.setup_rule", language, min=MIN_LENGTH)}</p>'
    body = _paragraph("auth.setup_intro", language) + _form(
        language, "/auth/setup", ("token", token), "auth.setup_save", "new-password", error, rule
    )
    return _page("auth.setup", language, body, error.status if error else 200)


def notice_page(language: str, key: str, status: int, **params: str) -> HTMLResponse:
    """A page that only says why there is none."""
    return _page("auth.not_open", language, _paragraph(key, language, **params), status)


def _page(title_key: str, language: str, body: str, status: int) -> HTMLResponse:
    title = translate(title_key, language)
    html = _PAGE.substitute(
        language=language, title=escape(title), page_title=escape(translate("auth.page_title", language, title=title)), body=body
    )
    # With "no-referrer" browsers send forms with the origin "null", which the check of origins could not tell apart.
    return HTMLResponse(html, status, {"Referrer-Policy": "same-origin"})


def _form(
    language: str, action: str, hidden: tuple[str, str], button: str, autocomplete: str, error: AppError | None, rule: str = ""
) -> str:
    described = " ".join(name for name, there in (("error", error), ("rule", rule)) if there)
    return _FORM.substitute(
        error=f'<p id="error" class="auth-error" role="alert">{_text(error.key, language, **error.params)}</p>\n' if error else "",
        action=action,
        hidden_name=hidden[0],
        hidden_value=escape(hidden[1]),
        label=_text("auth.password", language),
        autocomplete=autocomplete,
        max_length=MAX_LENGTH,
        described=f' aria-describedby="{described}"' if described else "",
        rule=rule and f"{rule}\n",
        button=_text(button, language),
    )


def _paragraph(key: str, language: str, **params: str) -> str:
    return f"<p>{_text(key, language, **params)}</p>\n"


def _text(key: str, language: str, **params: str | int) -> str:
    return escape(translate(key, language, **params))
