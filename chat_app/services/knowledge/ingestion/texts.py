"""What is embedded of a passage, and the hash that it is known by. Pure."""

from __future__ import annotations

import hashlib


def embedded_text(heading: str, text: str) -> str:
    """The headings above a passage say what it is about."""
    return f"{heading}\n\n{text}" if heading else text


def text_hash(heading: str, text: str) -> str:
    return hashlib.sha256(embedded_text(heading, text).encode()).hexdigest()
