"""Stripe's forms: `line_items[0][price_data][currency]=eur` is a list of objects."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")


def read_form(body: str) -> dict[str, Any]:
    """What a form or a query says, nested as its names are."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        first, _, _ = name.partition("[")
        _put(tree, [first, *_PART.findall(name)], value)
    return {name: _with_lists(value) for name, value in tree.items()}


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    last = path[-1] or str(len(tree))
    tree[last] = value


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(part) for name, part in value.items()}
