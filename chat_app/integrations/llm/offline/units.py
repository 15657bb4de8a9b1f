"""Converting the few units that people ask for, by exact factors."""

from __future__ import annotations

import re
from fractions import Fraction

from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.numbers import format_number, parse_number

# Unit → (what it measures, its size in the base unit). Inch, pound, mile and gallon are defined exactly.
_UNITS: dict[str, tuple[str, Fraction]] = {
    "mm": ("length", Fraction(1, 1000)),
    "cm": ("length", Fraction(1, 100)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "in": ("length", Fraction(254, 10_000)),
    "ft": ("length", Fraction(3048, 10_000)),
    "yd": ("length", Fraction(9144, 10_000)),
    "mi": ("length", Fraction(1_609_344, 1000)),
    "g": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1000)),
    "t": ("mass", Fraction(1_000_000)),
    "oz": ("mass", Fraction(28_349_523_125, 10**9)),
    "lb": ("mass", Fraction(45_359_237, 100_000)),
    "ml": ("volume", Fraction(1, 1000)),
    "l": ("volume", Fraction(1)),
    "gal": ("volume", Fraction(3_785_411_784, 10**9)),
    "s": ("time", Fraction(1)),
    "min": ("time", Fraction(60)),
    "h": ("time", Fraction(3600)),
    "d": ("time", Fraction(86_400)),
    "wk": ("time", Fraction(604_800)),
    # The mean year of the Gregorian calendar.
    "yr": ("time", Fraction(31_556_952)),
    "kb": ("data", Fraction(1000)),
    "mb": ("data", Fraction(10**6)),
    "gb": ("data", Fraction(10**9)),
    "kib": ("data", Fraction(1024)),
    "mib": ("data", Fraction(1024**2)),
    "gib": ("data", Fraction(1024**3)),
    "km/h": ("speed", Fraction(1000, 3600)),
    "mph": ("speed", Fraction(1_609_344, 3_600_000)),
    "m/s": ("speed", Fraction(1)),
}
_NAMES = {
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres zentimeter",
    "m": "meter meters metre metres metern",
    "km": "kilometer kilometers kilometre kilometres kilometern",
    "in": "inch inches zoll",
    "ft": "foot feet fuß",
    "yd": "yard yards",
    "mi": "mile miles meile meilen",
    "g": "gram grams gramm",
    "kg": "kilo kilos kilogram kilograms kilogramm",
    "t": "tonne tonnes tonnen",
    "oz": "ounce ounces unze unzen",
    "lb": "lbs pound pounds",
    "ml": "milliliter milliliters millilitre",
    "l": "liter liters litre litres litern",
    "gal": "gallon gallons gallone gallonen",
    "s": "sec second seconds sekunde sekunden",
    "min": "minute minutes minuten",
    "h": "hour hours stunde stunden",
    "d": "day days tag tage tagen",
    "wk": "week weeks woche wochen",
    "yr": "year years jahr jahre jahren",
    "km/h": "kmh kph",
    "°c": "c celsius",
    "°f": "f fahrenheit",
}
_ALIASES = {alias: unit for unit, names in _NAMES.items() for alias in (unit, *names.split())} | {unit: unit for unit in _UNITS}
_SHOWN = {"kb": "kB", "mb": "MB", "gb": "GB", "kib": "KiB", "mib": "MiB", "gib": "GiB", "°c": "°C", "°f": "°F"}
_QUESTION = re.compile(
    r"^(?:convert |wandle |rechne )?(-?[\d.,]{1,40})\s?(?:degrees? |grad )?([a-zäöüß°/]{1,12}) (?:is |are |sind |ist )?(?:in|to|into|nach|als)"
    r" (?:degrees? |grad )?([a-zäöüß°/]{1,12})(?: um)?$"
)
_HOW_MANY = re.compile(
    r"^(?:how many|wie ?viele?) ([a-zäöüß°/]{1,12}) (?:are in|is|are|in|sind|ist|hat|haben) (-?[\d.,]{1,40}|an?|one|ein(?:e|em|er)?) ?([a-zäöüß°/]{1,12})$"
)
_PLACES = 6


def convert(question: str, language: Language) -> str | None:
    """Answer "12 km in miles" or "how many minutes in 3 hours" (lower case); None for anything else."""
    if match := _QUESTION.match(question):
        written, source, target = match.groups()
    elif match := _HOW_MANY.match(question):
        target, written, source = match.groups()
    else:
        return None
    number = _number(written, language)
    source, target = _ALIASES.get(source, ""), _ALIASES.get(target, "")
    result = _converted(number, source, target) if number is not None and source and target else None
    if number is None or result is None:
        return None
    given, _ = format_number(number, language)
    rounded = Fraction(round(result * 10**_PLACES), 10**_PLACES)
    digits, _ = format_number(rounded or result, language)
    sign = "=" if rounded == result else "≈"
    return f"{given} {_SHOWN.get(source, source)} {sign} **{digits} {_SHOWN.get(target, target)}**"


def _number(written: str, language: Language) -> Fraction | None:
    if written[0].isalpha():
        return Fraction(1)
    number = parse_number(written.removeprefix("-"), language)
    return -number if number is not None and written.startswith("-") else number


def _converted(number: Fraction, source: str, target: str) -> Fraction | None:
    if {source, target} == {"°c", "°f"}:
        return number * 9 / 5 + 32 if source == "°c" else (number - 32) * 5 / 9
    if source not in _UNITS or target not in _UNITS or _UNITS[source][0] != _UNITS[target][0]:
        return None
    return number * _UNITS[source][1] / _UNITS[target][1]
