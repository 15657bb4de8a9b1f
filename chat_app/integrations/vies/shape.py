"""What a VAT id looks like: countries, lengths and check digits, without asking anybody."""

from __future__ import annotations

import re

from stdnum.eu import vat

_SEPARATORS = re.compile(r"[\s.\-/]")


def compact_vat_id(text: str) -> str:
    """Without spaces and points, in capitals: "DE 136 695 976" is "DE136695976"."""
    return _SEPARATORS.sub("", text).upper()


def is_vat_id(text: str) -> bool:
    """Whether a compact text is a VAT id of a member state, prefix and check digits included."""
    # Ids of Northern Ireland ("XI") are for goods only: services to there are services to the United Kingdom.
    return not text.startswith("XI") and vat.is_valid(text)
