"""The texts of a tree of elements in the order in which they are read, however deep it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any


def texts(root: Any, before: Callable[[Any], Iterable[str]], inside: Callable[[Any], Sequence[Any]]) -> Iterator[str]:
    """`before` says what stands before the text of an element, `inside` what becomes of a child: itself, texts around it, or nothing."""
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        yield from before(one)
        yield one.text or ""
        for child in reversed(one):
            waiting.append(child.tail or "")
            waiting += reversed(inside(child))
