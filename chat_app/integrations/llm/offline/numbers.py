"""Numbers as people write them, German (1.234,5) and English (1,234.5)."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction

from chat_app.integrations.llm.offline.language import Language

_GROUPS = {",": re.compile(r"\d{1,3}(?:,\d{3})+$"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+$")}
_EXACT_PLACES = 12
_LONGEST = 10**45
_WIDE = Context(prec=60, Emax=999_999, Emin=-999_999)


def parse_number(text: str, language: Language) -> Fraction | None:
    """Read a number; None for what is none, such as "1.2.3". Where "1.234" can be two numbers the language decides."""
    thousands, decimal = (".", ",") if language == "de" else (",", ".")
    if "." in text and "," in text:
        decimal = max(".,", key=text.rfind)
        thousands = "," if decimal == "." else "."
    elif decimal not in text and thousands in text and not _GROUPS[thousands].match(text):
        decimal, thousands = thousands, decimal
    whole, _, fraction = text.partition(decimal)
    if thousands in whole:
        if not _GROUPS[thousands].match(whole):
            return None
        whole = whole.replace(thousands, "")
    if not (whole or fraction) or not (whole + fraction).isdecimal() or not (whole + fraction).isascii():
        return None
    return Fraction(int(whole + fraction), 10 ** len(fraction))


def format_number(value: Fraction, language: Language) -> tuple[str, bool]:
    """The number as its reader writes it, and whether that is all of it."""
    if abs(value) >= _LONGEST or (value and abs(value) < Fraction(1, 10**9)):
        return _scientific(value, language), False
    places = _terminating_places(value)
    exact = places is not None
    digits = f"{_decimal(value):.{_EXACT_PLACES if places is None else places}f}"
    if not exact:
        digits = digits.rstrip("0").rstrip(".")
    return _punctuated(digits, language), exact


def _terminating_places(value: Fraction) -> int | None:
    """How many decimal places write the value completely; None if more than twelve or endless."""
    for places in range(_EXACT_PLACES + 1):
        if 10**places % value.denominator == 0:
            return places
    return None


def _decimal(value: Fraction) -> Decimal:
    return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


def _punctuated(digits: str, language: Language) -> str:
    sign, digits = ("−", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, fraction = digits.partition(".")
    # Years and other four-digit numbers read better whole.
    grouped = f"{int(whole):,}" if len(whole) > 4 else whole
    text = sign + grouped + (f".{fraction}" if fraction else "")
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def _scientific(value: Fraction, language: Language) -> str:
    mantissa, _, exponent = f"{_decimal(value):.11e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{_punctuated(mantissa, language)} × 10^{int(exponent)}"
