"""A chat as one HTML file that needs nothing else: no script, no font, no request; light and dark, good on paper."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from chat_app.i18n import translate
from chat_app.services.exports.dto import ExportedChat, ExportedFile, ExportedMessage
from chat_app.services.exports.html_body import code_colours, html_of
from chat_app.services.exports.labels import facts, heading, source_line, when

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
SHOWN_IMAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
_STYLE = Path(__file__).with_name("page.css")


def to_html(chat: ExportedChat, language: str, *, note: str = "") -> str:
    """The whole page. `note` is a line below the title."""
    title = escape(chat.title or translate("export.untitled", language))
    made = translate("export.made", language, date=when(chat.created_at, language))
    lines = "".join(f"<p>{escape(line)}</p>" for line in (made, note) if line)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex, nofollow">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1>{lines}</header>\n<main>\n"
        + "\n".join(_message(message, language) for message in chat.messages)
        + "\n</main>\n</body>\n</html>\n"
    )


def style() -> str:
    """The style sheet of the page."""
    dark = code_colours(dark=True)
    return (
        f"{_STYLE.read_text(encoding='utf-8')}\n{code_colours(dark=False)}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    )


def _message(message: ExportedMessage, language: str) -> str:
    # What a person wrote is shown as it was typed; only answers are Markdown.
    body = f'<div class="typed">{escape(message.text)}</div>' if message.role == "user" else html_of(message.text)
    files = "".join(_file(file) for file in message.files)
    thoughts = (
        f"<details><summary>{translate('export.reasoning', language)}</summary>{html_of(message.reasoning)}</details>"
        if message.reasoning
        else ""
    )
    return (
        f'<article class="{escape(message.role)}" id="m-{escape(message.id)}">'
        f'<h2>{escape(heading(message, language))}</h2><p class="facts">{escape(facts(message, language))}</p>'
        f"{thoughts}{body}{files}{_sources(message, language)}</article>"
    )


def _sources(message: ExportedMessage, language: str) -> str:
    """What the answer cites. Passages stay with their documents: a page that anybody may open names no more than these."""
    lines = "".join(f"<li>[{source.number}] {escape(source_line(source, language))}</li>" for source in message.sources)
    return f'<h3>{translate("export.sources", language)}</h3><ul class="sources">{lines}</ul>' if lines else ""


def _file(file: ExportedFile) -> str:
    if file.data and file.media_type in SHOWN_IMAGES:
        return f'<img alt="{escape(file.name)}" src="data:{file.media_type};base64,{b64encode(file.data).decode()}">'
    return f'<p class="file">{escape(file.name)}</p>'
