"""The words that stand around a chat in a file, in the reader's language."""

from __future__ import annotations

from datetime import datetime

from chat_app.i18n import translate
from chat_app.services.exports.dto import ExportedMessage, ExportedSource
from chat_app.services.kernel.money import format_usd


def heading(message: ExportedMessage, language: str) -> str:
    """Who speaks: "You" or the model's name, with the version where there are several."""
    name = translate("export.you", language) if message.role == "user" else message.model or translate("export.assistant", language)
    return name if message.versions == 1 else f"{name} ({message.version}/{message.versions})"


def facts(message: ExportedMessage, language: str) -> str:
    """When it was written, and what it cost."""
    parts = [when(message.created_at, language)]
    if message.tokens_in or message.tokens_out:
        parts.append(translate("export.tokens", language, tokens_in=message.tokens_in, tokens_out=message.tokens_out))
    if message.cost_nano:
        parts.append(format_usd(message.cost_nano, language))
    if message.status in {"stopped", "interrupted", "failed"}:
        parts.append(translate("export.unfinished", language))
    return " · ".join(parts)


def source_line(source: ExportedSource, language: str) -> str:
    """Where a number leads: document, section, page."""
    if not source.title:
        return translate("export.source_closed", language)
    page = translate("export.page", language, page=source.page) if source.page else ""
    return " · ".join(" ".join(part.split()) for part in (source.title, source.heading, page) if part)


def when(moment: datetime, language: str) -> str:
    """A point in time with its zone."""
    return moment.strftime("%d.%m.%Y %H:%M UTC" if language == "de" else "%Y-%m-%d %H:%M UTC")
