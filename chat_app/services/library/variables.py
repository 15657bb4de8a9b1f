"""The variables of a prompt: `{{name}}` up to `{{name:kind(options)=default!}}`. Pure rules.

| in the text | what is asked |
|---|---|
| `{{subject}}`, `{{subject:text}}` | one line |
| `{{text:long}}` | several lines |
| `{{tone:choice(warm, dry)=dry}}` | one of these |
| `{{words:number(50..500)=150}}` | a number in this range; `(50..)` and `(..500)` are open |
| `{{due:date}}` | a day, written as 2026-11-21 |

`=` gives the default, `!` at the end makes it required. What does not have this shape is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from chat_app.errors import InvalidInputError

Kind = Literal["text", "long", "choice", "number", "date"]
MAX_VALUE = 200_000

# Nothing is tried twice ("*+"): a text full of braces and spaces must not take minutes.
_VARIABLE = re.compile(
    r"\{\{\s*+(?P<name>[^\W\d][\w -]{0,59}?)\s*+"
    r"(?::\s*+(?P<kind>text|long|choice|number|date)\s*+(?:\((?P<options>[^(){}]*+)\)\s*+)?+)?+"
    r"(?:=(?P<default>[^{}]*+)|(?P<required>!)?+\s*+)\}\}"
)
_RANGE = re.compile(r"^\s*(-?\d+(?:\.\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?)?\s*$")


@dataclass(frozen=True, slots=True)
class Variable:
    """A field to fill in. `minimum` and `maximum` are decimal text, empty when open."""

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    minimum: str = ""
    maximum: str = ""
    default: str = ""
    required: bool = False


def parse_variables(text: str) -> tuple[Variable, ...]:
    """The variables of a prompt in the order of their first appearance; the first one that says more than the name counts."""
    found: dict[str, Variable] = {}
    for match in _VARIABLE.finditer(text):
        variable = _variable(match)
        plain = Variable(variable.name)
        if found.get(variable.name, plain) == plain:
            found[variable.name] = variable
    return tuple(found.values())


def fill(text: str, values: Mapping[str, str]) -> str:
    """The prompt with `values` in place of its variables; an empty value takes the default.

    Raises `InvalidInputError` for a required one that is missing and for a value that its kind does not allow.
    Values are put in as they are: braces in them are not variables again.
    """
    checked = {variable.name: checked_value(variable, values.get(variable.name, "")) for variable in parse_variables(text)}
    return _VARIABLE.sub(lambda match: checked[match["name"]], text)


def checked_value(variable: Variable, value: str) -> str:
    """What stands for the variable; raises `InvalidInputError`."""
    given = value.strip() or variable.default
    if not given:
        if variable.required:
            raise InvalidInputError("library.error.value_missing", name=variable.name)
        return ""
    if len(given) > MAX_VALUE or not _is_allowed(variable, given):
        raise InvalidInputError("library.error.value_wrong", name=variable.name)
    return given


def _is_allowed(variable: Variable, value: str) -> bool:
    if variable.kind == "choice":
        return value in variable.choices
    if variable.kind == "date":
        return _is_date(value)
    if variable.kind == "number":
        return _is_in_range(value, variable)
    return variable.kind == "long" or "\n" not in value


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_in_range(value: str, variable: Variable) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    if not number.is_finite():
        return False
    above = not variable.minimum or number >= Decimal(variable.minimum)
    return above and (not variable.maximum or number <= Decimal(variable.maximum))


def _variable(match: re.Match[str]) -> Variable:
    kind: Kind = match["kind"] or "text"  # pyright: ignore[reportAssignmentType]  (the pattern allows no other)
    options, default = match["options"] or "", (match["default"] or "").strip()
    required = bool(match["required"]) or default.endswith("!")
    default = default.removesuffix("!").rstrip()
    choices = tuple(dict.fromkeys(choice.strip() for choice in options.split(",") if choice.strip())) if kind == "choice" else ()
    if kind == "choice" and not choices:
        kind = "text"
    limits = _RANGE.match(options) if kind == "number" else None
    minimum, maximum = (limits[1] or "", limits[2] or "") if limits else ("", "")
    variable = Variable(match["name"], kind, choices, minimum, maximum, default, required)
    # A default that its own kind does not allow would make a form that cannot be sent.
    return (
        variable
        if not default or _is_allowed(variable, default)
        else Variable(variable.name, kind, choices, minimum, maximum, "", variable.required)
    )
