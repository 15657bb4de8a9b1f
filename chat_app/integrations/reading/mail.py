"""E-mail: who wrote to whom, when, what, and what was attached."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from chat_app.integrations.reading import web
from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.plain import add_paragraphs

HEADERS = ("From", "To", "Cc", "Date", "Subject")
SHORT = 0.3
"""A text part with fewer of the words of the HTML part only says that there is one."""


def read(path: Path, draft: Draft) -> None:
    """Read a message into the draft."""
    with path.open("rb") as file:
        message: EmailMessage = email.message_from_binary_file(file, policy=email.policy.default)  # type: ignore[assignment]
    draft.title = _header(message, "Subject")
    draft.add("text", "\n".join(f"{name}: {value}" for name in HEADERS if (value := _header(message, name))))
    _add_body(message, draft)
    if names := [_named(part) for part in message.iter_attachments()]:
        draft.add("list", "\n".join(f"- {name}" for name in names))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):
        # The library stumbles over some addresses that nobody could write to.
        return ""


def _add_body(message: EmailMessage, draft: Draft) -> None:
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    text = _content(plain)
    page = _content(rich)
    if page and (not text or len(text.split()) < SHORT * len(web.text_of(web.parsed(page.encode())).split())):
        title = draft.title
        web.add_page(page.encode(), draft)
        draft.title = title
    else:
        add_paragraphs(text, draft)


def _content(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, KeyError, ValueError):
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _named(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    size = len(data) if isinstance(data, bytes) else 0
    return f"{part.get_filename() or part.get_content_type()} ({max(1, size // 1024)} KB)"
