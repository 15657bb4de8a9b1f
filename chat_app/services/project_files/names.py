"""Names of the members of a ZIP: readable for people, and harmless on any disk."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

LONGEST = 80
_UNSAFE = re.compile(r"[^\w .,()+-]+")


def member_name(name: str) -> str:
    """A name without what could lead out of a folder; its end is kept, as it tells what the file is."""
    return _UNSAFE.sub("_", name.replace("..", "_")).strip("._ ")[-LONGEST:].strip("._ ")


def leads_out(name: str) -> bool:
    r"""Whether a member's name could be taken for a place outside of the folder that one unpacks to.

    >>> [leads_out(each) for each in ("documents/1 a.pdf", "../a", "/etc/passwd", "C:\\a", "a/../../b")]
    [False, True, True, True, True]
    """
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name
