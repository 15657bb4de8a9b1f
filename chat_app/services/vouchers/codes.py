"""What a voucher's code looks like: sixteen signs of Crockford's base 32 in groups of four, "7K3M-Q9XZ-02TA-HW5R".

80 random bits: nobody guesses one. The signs that look alike are read as the same one, so a code can be typed from paper.
"""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 16
GROUP = 4
_ALIKE = str.maketrans("OIL", "011")
_SHAPE = re.compile(f"[{ALPHABET}]{{{SIGNS}}}")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.]+")


def make_code() -> str:
    """A new one, as it is shown."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def read_code(text: str) -> str | None:
    """The signs of a code as somebody typed it; None for what cannot be one."""
    signs = _BETWEEN.sub("", text).upper().translate(_ALIKE)
    return signs if _SHAPE.fullmatch(signs) else None


def hash_of(signs: str) -> str:
    """SHA-256 is enough for what has 80 random bits."""
    return hashlib.sha256(signs.encode()).hexdigest()


def hint_of(signs: str) -> str:
    """The end, by which people tell their codes apart."""
    return signs[-GROUP:]
