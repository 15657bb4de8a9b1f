"""What the pages before the door are made of: HTML without a script. Their look is assets/styles/auth.css."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Literal

from starlette.responses import HTMLResponse

from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.accounts.emails import MAX_EMAIL
from chat_app.services.accounts.names import MAX_NAME
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
$hidden$fields<button type="submit"$kind>$button</button>
</form>
""")
_CHECK = Template("""<div class="auth-check">
<input id="$name" name="$name" type="checkbox" value="$value"$marks>
<label for="$name">$label <a href="$href" target="_blank" rel="noopener">$link</a></label>
</div>
""")
_FIELD = Template("""<label for="$name">$label</label>
<input id="$name" name="$name" type="$type" autocomplete="$autocomplete" maxlength="$max_length" value="$value" required$marks>
$hint""")


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in; `label` and `hint` are texts, not keys."""

    name: str
    label: str
    type: Literal["text", "email", "password"]
    autocomplete: str
    max_length: int
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A box to tick, with the text that it is about; `label` and `link` are texts, not keys."""

    name: str
    value: str
    """What is sent when it is ticked."""
    label: str
    link: str
    href: str
    required: bool = False
    ticked: bool = False


def email_field(language: str, value: str = "", autocomplete: str = "username") -> Field:
    """The address that signs in."""
    return Field("email", translate("auth.email", language), "email", autocomplete, MAX_EMAIL, value)


def name_field(language: str, value: str = "") -> Field:
    return Field("name", translate("auth.name", language), "text", "name", MAX_NAME, value)


def password_field(language: str) -> Field:
    """The password there is."""
    return Field("password", translate("auth.password", language), "password", "current-password", MAX_LENGTH)


def new_password_field(language: str) -> Field:
    """A password that is chosen now; the rule stands below."""
    hint = translate("auth.setup_rule", language, min=MIN_LENGTH)
    return Field("password", translate("auth.password", language), "password", "new-password", MAX_LENGTH, hint=hint)


def page(title_key: str, language: str, body: str, status: int = 200) -> HTMLResponse:
    """A page of these; `body` is HTML."""
    title = translate(title_key, language)
    html = _PAGE.substitute(
        language=language, title=escape(title), page_title=escape(translate("auth.page_title", language, title=title)), body=body
    )
    # With "no-referrer" browsers send forms with the origin "null", which the check of origins could not tell apart.
    return HTMLResponse(html, status, {"Referrer-Policy": "same-origin"})


def form(
    language: str,
    action: str,
    button_key: str,
    fields: Sequence[Field],
    hidden: Mapping[str, str] | None = None,
    error: AppError | None = None,
    checks: Sequence[Check] = (),
    *,
    second: bool = False,
) -> str:
    """A form whose first empty line has the focus, below what went wrong with it the last time.

    `second`: its button is not what people came for.

    A hidden `username` is for password managers, which keep it with the password.
    """
    first = next((field.name for field in fields if not field.value), "")
    return _FORM.substitute(
        error=f'<p id="error" class="auth-error" role="alert">{text(error.key, language, **error.params)}</p>\n' if error else "",
        action=action,
        hidden="".join(_hidden(name, value) for name, value in (hidden or {}).items()),
        fields="".join(_line(field, is_first=field.name == first, has_error=error is not None) for field in fields)
        + "".join(_check(check) for check in checks),
        button=text(button_key, language),
        kind=' class="auth-second"' if second else "",
    )


def paragraph(key: str, language: str, **params: str | int) -> str:
    return f"<p>{text(key, language, **params)}</p>\n"


def note(key: str, language: str, **params: str | int) -> str:
    """What has just been done."""
    return f'<p class="auth-note" role="status">{text(key, language, **params)}</p>\n'


def links(language: str, *targets: tuple[str, str]) -> str:
    """Where else to go, below the form: pairs of path and key."""
    found = "".join(f'<a href="{escape(path)}">{text(key, language)}</a>' for path, key in targets)
    return f'<p class="auth-links">{found}</p>\n' if found else ""


def text(key: str, language: str, **params: str | int) -> str:
    """A text of the catalogue as HTML."""
    return escape(translate(key, language, **params))


def _hidden(name: str, value: str) -> str:
    kind = 'type="text" autocomplete="username" hidden' if name == "username" else 'type="hidden"'
    return f'<input {kind} name="{name}" value="{escape(value)}">\n'


def _check(check: Check) -> str:
    return _CHECK.substitute(
        name=check.name,
        value=escape(check.value),
        label=escape(check.label),
        link=escape(check.link),
        href=escape(check.href),
        marks=(" required" if check.required else "") + (" checked" if check.ticked else ""),
    )


def _line(field: Field, *, is_first: bool, has_error: bool) -> str:
    described = " ".join(name for name, there in (("error", is_first and has_error), (f"{field.name}-hint", bool(field.hint))) if there)
    return _FIELD.substitute(
        name=field.name,
        label=escape(field.label),
        type=field.type,
        autocomplete=field.autocomplete,
        max_length=field.max_length,
        value=escape(field.value),
        marks=(" autofocus" if is_first else "") + (f' aria-describedby="{described}"' if described else ""),
        hint=f'<p id="{field.name}-hint" class="auth-hint">{escape(field.hint)}</p>\n' if field.hint else "",
    )
