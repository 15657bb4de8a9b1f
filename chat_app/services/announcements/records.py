"""Rows as records, and what may be written into them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from chat_app import models
from chat_app.services.announcements.dto import Announcement, AnnouncementText, Banner, Phase
from chat_app.services.announcements.errors import AnnouncementTextError, AnnouncementTimesError
from chat_app.services.kernel.csv_text import csv_text
from chat_app.services.kernel.pagination import Page, encode_cursor
from chat_app.services.kernel.texts import is_storable

MAX_TEXT = 500
CSV_HEADER = ("id", "level", "phase", "starts_at", "ends_at", "created_at", "text_en", "text_de")


def checked(text: AnnouncementText) -> AnnouncementText:
    """The announcement as it is stored, its times in UTC; raises what is wrong with it."""
    english, german = text.text_en.strip(), text.text_de.strip()
    if not (english or german) or max(len(english), len(german)) > MAX_TEXT or not is_storable([english, german]):
        raise AnnouncementTextError(max=MAX_TEXT)
    begins, ends = _utc(text.starts_at), _utc(text.ends_at)
    if begins and ends and ends <= begins:
        raise AnnouncementTimesError
    return replace(text, text_en=english, text_de=german, starts_at=begins, ends_at=ends)


def record(row: models.Announcement, now: datetime) -> Announcement:
    return Announcement(
        row.id, row.text_en, row.text_de, row.level, row.starts_at, row.ends_at, row.created_at, _phase(row.starts_at, row.ends_at, now)
    )


def banner(announcement: Announcement, language: str) -> Banner:
    """In `language`, else in the one in which it was written."""
    german, english = announcement.text_de, announcement.text_en
    text = (german or english) if language == "de" else (english or german)
    said = f"{announcement.id}\0{english}\0{german}\0{announcement.level}"
    return Banner(hashlib.sha256(said.encode()).hexdigest()[:16], text, announcement.level)


def page_of(rows: Sequence[models.Announcement], size: int, now: datetime) -> Page[Announcement]:
    items = [record(row, now) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if len(rows) > size else "")


def csv_of(announcements: Sequence[Announcement]) -> str:
    return csv_text(
        CSV_HEADER,
        (
            (
                one.id,
                one.level,
                one.phase,
                _written(one.starts_at),
                _written(one.ends_at),
                _written(one.created_at),
                one.text_en,
                one.text_de,
            )
            for one in announcements
        ),
    )


def _phase(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> Phase:
    if ends_at is not None and ends_at <= now:
        return "over"
    return "planned" if starts_at is not None and starts_at > now else "shown"


def _utc(moment: datetime | None) -> datetime | None:
    """Aware, in UTC; a time without a zone is one of UTC."""
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise AnnouncementTimesError from error


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
