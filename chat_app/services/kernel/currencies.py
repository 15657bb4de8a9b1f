"""The currencies of the world, as ISO 4217 has them: which there are, how they are written."""

from __future__ import annotations

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("currencies.toml").read_text(encoding="utf-8"))

DIGITS: dict[str, int] = {code: int(digits) for digits, codes in _DATA["digits"].items() for code in codes.split()}
"""How many digits stand behind the point: none for yen, three for dinars."""
SYMBOLS: dict[str, str] = _DATA["symbols"]
"""What stands in place of the code; currencies without one are written with their code."""


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows it."""
    return code in DIGITS
