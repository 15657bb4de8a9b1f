"""Subtitles (WebVTT, SubRip): what is said, by whom and when."""

from __future__ import annotations

import html
import re
from pathlib import Path

from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.plain import paragraphs, text_of

_TIMES = re.compile(r"(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,]\d{3}\s*-->.*")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
LONGEST = 600
"""Signs after which a new paragraph begins, so that the time before it stays near to what is said."""


def read(path: Path, draft: Draft) -> None:
    """Read subtitles into the draft: one paragraph for what somebody says in one go, with the time it begins."""
    speaker, said, since = "", "", ""
    for block in paragraphs(text_of(path, draft)):
        draft.check_time()
        found = _cue(block)
        if found is None:
            continue
        when, who, text = found
        if said and (who != speaker or len(said) > LONGEST):
            draft.add("text", _paragraph(since, speaker, said))
            said = ""
        since = since if said else when
        speaker, said = who, f"{said} {text}".strip()
    draft.add("text", _paragraph(since, speaker, said) if said else "")


def _cue(block: str) -> tuple[str, str, str] | None:
    """When, who and what; None for notes and styles."""
    lines = block.strip().split("\n")
    at = next((index for index, line in enumerate(lines[:2]) if _TIMES.match(line.strip())), None)
    if at is None:
        return None
    hours, minutes, seconds = _TIMES.match(lines[at].strip()).groups()  # type: ignore[union-attr]
    when = f"{int(hours)}:{minutes}:{seconds}" if hours and int(hours) else f"{minutes}:{seconds}"
    body = " ".join(lines[at + 1 :])
    voice = _VOICE.search(body)
    return when, voice.group(1).strip() if voice else "", html.unescape(_TAG.sub("", body)).strip()


def _paragraph(when: str, who: str, text: str) -> str:
    return f"[{when}] {who}: {text}" if who else f"[{when}] {text}"
