"""The beginning of a message as one line of plain words."""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"^[ \t]*`{3,}.*$|^[ \t]*(?:#{1,6}|>+|[-*+]|\d+[.)])[ \t]+|(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)", re.MULTILINE
)


def plain_excerpt(text: str) -> str:
    r"""`text` without the marks of Markdown and without line breaks.

    >>> plain_excerpt("## Owls\n\n- fly **quietly**")
    'Owls fly quietly'
    """
    return " ".join(_MARKS.sub("", text).split()) or " ".join(text.split())
