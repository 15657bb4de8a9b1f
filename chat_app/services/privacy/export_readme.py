"""The first file of an export: says what the others are."""

from __future__ import annotations

from datetime import datetime

from chat_app.i18n import translate


def readme(language: str, now: datetime) -> str:
    """In the person's language."""
    return translate("data_export.readme", language, date=now.strftime("%Y-%m-%d %H:%M UTC"))
