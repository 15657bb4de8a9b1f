"""Letters with and without accents: texts that are searched as if there were none, and what they were."""

from __future__ import annotations

import re
from bisect import bisect_left

_ACCENTED = {
    "a": "aàáâãäåāăą", "c": "cçćč", "d": "dďđ", "e": "eèéêëēęě", "g": "gğ", "i": "iìíîïī", "n": "nñńň", "o": "oòóôõöøō",
    "r": "rř", "s": "sśšşß", "t": "tť", "u": "uùúûüūů", "y": "yýÿ", "z": "zźżž",
}  # fmt: skip
_PLAIN = {sign: plain for plain, forms in _ACCENTED.items() for sign in forms if sign != plain} | {"ß": "ss"}
_SHARP_S = re.compile("[ßẞ]")


def accents(folded: str) -> str:
    """A regular expression, the same in Python and JavaScript, for folded text in its accented forms, too."""
    expression = "".join(f"[{_ACCENTED[sign]}]" if sign in _ACCENTED else _escaped(sign) for sign in folded)
    return expression.replace(f"[{_ACCENTED['s']}]" * 2, f"(?:[{_ACCENTED['s']}]{{2}}|ß)")


def plain_text(text: str) -> str | None:
    """A text in small letters without accents, of which only ß makes two signs; None where that cannot be."""
    small = text.lower()
    if len(small) != len(text):
        return None
    for sign, plain in () if small.isascii() else _PLAIN.items():
        if sign in small:
            small = small.replace(sign, plain)
    return small


def in_text(spans: list[tuple[int, int]], text: str, plain: str) -> list[tuple[int, int]]:
    """The spans of a plain text where they are in the text that it was made of."""
    if not spans or len(plain) == len(text):
        return spans
    doubled = [match.start() + before for before, match in enumerate(_SHARP_S.finditer(text))]
    return [(start - bisect_left(doubled, start), end - bisect_left(doubled, end)) for start, end in spans]


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in r"^$\.*+?()[]{}|/" else sign
