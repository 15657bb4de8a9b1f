"""Reads a list as JSON whose numbers are exact, and says what is wrong with one that is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal

from chat_app.integrations.llm.price_lists.errors import ListRefusedError

_UNKEEPABLE = re.compile(rb"\\u(?:0000|[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u)[dD][c-fC-F])")
"""NUL and halves of surrogate pairs: JSON can say them, no database or page can hold them."""

Hook = Callable[[dict[str, object]], object]


def load(body: bytes, hook: Hook | None = None) -> dict[str, object]:
    """The object in `body`, its fractions as `Decimal`; raises `ListRefusedError`."""
    if body.lstrip()[:1] == b"<":
        raise ListRefusedError("prices.problem.html")
    if _UNKEEPABLE.search(body):
        raise ListRefusedError("prices.problem.not_json")
    try:
        found: object = json.loads(body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number, object_hook=hook)
    except UnicodeDecodeError as error:
        raise ListRefusedError("prices.problem.truncated" if error.end >= len(body) else "prices.problem.not_json") from error
    except json.JSONDecodeError as error:
        raise ListRefusedError("prices.problem.truncated" if _ends_early(error) else "prices.problem.not_json") from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ListRefusedError("prices.problem.not_json") from error
    if not isinstance(found, dict):
        raise ListRefusedError("prices.problem.shape")
    return found


def _ends_early(error: json.JSONDecodeError) -> bool:
    text = error.doc.rstrip()
    return bool(text) and (error.pos >= len(text) or error.msg.startswith("Unterminated"))


def _no_number(name: str) -> object:
    raise ValueError(name)
