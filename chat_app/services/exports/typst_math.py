"""A formula's MathML tree as Typst mathematics. Every character is written so that it can only be itself."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chat_app.services.exports.mathematics import parse_latex, plain

_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "→": "arrow",
    "⃗": "arrow",
    "¯": "macron",
    "‾": "macron",
    "_": "macron",
    "˙": "dot",
    "¨": "dot.double",
    "ˇ": "caron",
}
_OPENING, _CLOSING = "([{⟨⌊⌈|‖", ")]}⟩⌋⌉|‖"


def typst_math(latex: str) -> str | None:
    """The formula's Typst source without dollar signs, None when it cannot be read."""
    tree = parse_latex(latex, block=True)
    return None if tree is None else _node(tree)


def _node(element: Element) -> str:
    tag, children = element.tag, list(element)
    if tag in {"mi", "mn", "mo"}:
        return _symbol(plain(element.text), tag)
    if tag == "mtext":
        return _string(plain(element.text))
    if tag == "mspace":
        return " space.quad " if "2em" in element.get("width", "") or "1em" in element.get("width", "") else " space.thin "
    if tag in _BUILDERS and len(children) == _ARITY[tag]:
        return _BUILDERS[tag](*(_node(child) for child in children))
    if tag == "msqrt":
        return f"sqrt({_row(children)})"
    if tag == "mover" and len(children) == 2:
        return _over(children)
    if tag == "mtable":
        return f"mat(delim: #none, {'; '.join(', '.join(_row(list(cell)) or _EMPTY for cell in row) for row in children)})"
    return _row(children) or _string(plain(element.text))


_EMPTY = '""'
_ARITY = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "mroot": 2, "munder": 2, "munderover": 3}
_BUILDERS = {
    "mfrac": lambda above, below: f"frac({above}, {below})",
    "msup": lambda base, above: f"attach({base}, t: {above})",
    "msub": lambda base, below: f"attach({base}, b: {below})",
    "msubsup": lambda base, below, above: f"attach({base}, b: {below}, t: {above})",
    "munder": lambda base, below: f"attach({base}, b: {below})",
    "munderover": lambda base, below, above: f"attach({base}, b: {below}, t: {above})",
    "mroot": lambda base, index: f"root({index}, {base})",
}


def _over(children: list[Element]) -> str:
    base, above = _node(children[0]), plain(children[1].text).strip()
    if above in _ACCENTS:
        return f"accent({base}, {_ACCENTS[above]})"
    return f"attach(limits({base}), t: {_node(children[1])})"


def _row(children: list[Element]) -> str:
    if len(children) > 1 and (_is_fence(children[0], _OPENING) or _is_fence(children[-1], _CLOSING)):
        return f"lr({' '.join(_node(child) for child in children)})"
    parts: list[str] = []
    rest = list(children)
    while rest:
        # A matrix stands between brackets that are as high as it is.
        bracketed = len(rest) > 2 and rest[1].tag == "mtable" and _is_fence(rest[0], _OPENING) and _is_fence(rest[2], _CLOSING)
        taken, rest = (rest[:3], rest[3:]) if bracketed else (rest[:1], rest[1:])
        inner = " ".join(_node(child) for child in taken)
        parts.append(f"lr({inner})" if bracketed else inner)
    return " ".join(parts)


def _is_fence(element: Element, signs: str) -> bool:
    return element.tag == "mo" and plain(element.text) in signs


def _symbol(text: str, tag: str) -> str:
    if not text.strip():
        return " "
    if len(text) == 1:
        return text if text.isalnum() or ord(text) > 0x7F else f"\\{text}"
    if tag == "mn" and text.replace(".", "", 1).isdigit():
        return text
    return f"op({_string(text)})" if tag == "mi" and text.isalpha() else _string(text)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
