"""Source code: parted where something new is defined at the left margin."""

from __future__ import annotations

import re
from pathlib import Path

from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.plain import paragraphs, text_of

_DEFINES = re.compile(
    r"[@{]|#\[|[^\n]{0,80}?\b(?:def|class|function|func|fn|struct|enum|interface|trait|impl|type|module|namespace|object|record|create|export|public"
    r"|private|protected|static|void|const|let|var|sub|proc)\b",
    re.IGNORECASE,
)


def read(path: Path, draft: Draft) -> None:
    """Read source code into the draft."""
    part: list[str] = []
    for paragraph in paragraphs(text_of(path, draft)):
        draft.check_time()
        if part and not paragraph[0].isspace() and _DEFINES.match(paragraph):
            draft.add("code", "\n\n".join(part))
            part = []
        part.append(paragraph)
    draft.add("code", "\n\n".join(part))
