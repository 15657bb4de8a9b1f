"""What models say, as it can be stored and shown."""

from __future__ import annotations


def keepable(text: str) -> str:
    """`text` without NUL, which PostgreSQL cannot hold; halves of surrogate pairs, which have no UTF-8, become question marks.

    One such sign would keep the answer, and all others that are saved with it, from being stored.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
