"""Names of files, as strangers write them and as we show them. Nothing is ever stored under such a name."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

LONGEST = 200
SUFFIXES = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_name(raw: str) -> str:
    r"""The last part of a path, on one line, without what cannot be seen, with its suffix kept when it is cut.

    >>> clean_name("..\\..\\a\u202egnp.exe ")
    'agnp.exe'
    """
    visible = "".join(" " if sign in "\t\r\n" else sign for sign in unicodedata.normalize("NFC", raw) if _is_visible(sign))
    last = visible.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = " ".join(last.split()).strip(". ")
    if len(name) > LONGEST:
        suffix = PurePosixPath(name).suffix[:20]
        name = name[: LONGEST - len(suffix)].rstrip() + suffix
    return name or "file"


def name_as(name: str, media_type: str) -> str:
    """The name with the suffix of what the file has become: a cleaned image is PNG or JPEG."""
    wanted = SUFFIXES.get(media_type, ())
    if not wanted or name.lower().endswith(wanted):
        return name
    stem = name[: -len(suffix)] if (suffix := PurePosixPath(name).suffix) and 1 < len(suffix) <= 6 else name
    return f"{stem}{wanted[0]}"


def _is_visible(sign: str) -> bool:
    return sign in "\t\r\n" or unicodedata.category(sign) not in INVISIBLE
