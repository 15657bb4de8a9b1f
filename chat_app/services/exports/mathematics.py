"""LaTeX as MathML: only elements and attributes that draw, nothing that links or loads."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "merror",
        "menclose",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "stretchy",
        "fence",
        "form",
        "accent",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "linethickness",
        "width",
        "height",
        "depth",
        "lspace",
        "rspace",
        "mathvariant",
        "displaystyle",
        "scriptlevel",
        "notation",
        "minsize",
        "maxsize",
        "separator",
        "largeop",
        "movablelimits",
    ]
)
MAX_LENGTH = 20_000
MAX_DEPTH = 40
"""Braces within braces: Typst and our own walk over the tree end somewhere."""


_NESTING = re.compile(r"\\left|\\right|\\begin|\\end|(?<!\\)[{}]")
_OPENS = frozenset({"{", "\\left", "\\begin"})


def parse_latex(latex: str, *, block: bool) -> Element | None:
    """The formula as a tree, None when it cannot be read."""
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415  (80 ms that only an export needs)

    if len(latex) > MAX_LENGTH or deepest(latex) > MAX_DEPTH:
        return None
    try:
        element: Element = convert_to_element(latex, display="block" if block else "inline")
    except Exception:  # noqa: BLE001  (the library raises whatever its parser runs into)
        return None
    return element


def deepest(latex: str) -> int:
    """How many braces, brackets or environments are open at most."""
    depth = most = 0
    for match in _NESTING.finditer(latex):
        depth = max(0, depth + (1 if match[0] in _OPENS else -1))
        most = max(most, depth)
    return most


@lru_cache(maxsize=1_000)
def mathml(latex: str, *, block: bool) -> str:
    """The formula as MathML; as code when it cannot be read."""
    element = parse_latex(latex, block=block)
    if element is None:
        return f"<code>{escape(latex)}</code>"
    return _markup(element)


def _markup(element: Element) -> str:
    inner = _text(element.text) + "".join(_markup(child) + _text(child.tail) for child in element)
    if element.tag not in ELEMENTS:
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in ATTRIBUTES)
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"


def _text(text: str | None) -> str:
    return escape(plain(text))


def plain(text: str | None) -> str:
    """The text of an element; the library writes some characters as entities of its own making."""
    from html import unescape  # noqa: PLC0415  (named like nothing else here)

    return unescape(text or "")
