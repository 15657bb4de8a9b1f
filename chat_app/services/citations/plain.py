"""When two pieces of text say the same word for word, however they were set. Pure."""

from __future__ import annotations

import re
import unicodedata

HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\s+(?=[^\W\d_])")
"""A word that was split at the end of a line, or the first of two ("up- and downhill"): on both sides alike."""
SPACE = re.compile(r"\s+")
SIGNS = str.maketrans(
    {
        **dict.fromkeys("„“”‟«»″", '"'),
        **dict.fromkeys("‚‘’‛‹›′", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
    }
)


def plain(text: str) -> str:
    """The text without what setting adds: line ends, hyphenation, typographic quotation marks and dashes. Nothing else is evened out."""
    composed = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return SPACE.sub(" ", HYPHENATED.sub("", composed).translate(SIGNS)).strip()
