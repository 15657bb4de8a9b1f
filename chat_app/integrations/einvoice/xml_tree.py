"""Small words for writing XML of UN/CEFACT: elements that vanish when they are empty, amounts from cents, dates."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element, indent, tostring

from chat_app.integrations.einvoice.wording import plain

NAMESPACES = {
    "xmlns:rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "xmlns:qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "xmlns:ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "xmlns:udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def leaf(name: str, text: str, **attributes: str) -> Element | None:
    """An element with text; None where there is none, because EN 16931 forbids empty elements."""
    clean = plain(text)
    if not clean:
        return None
    element = Element(_prefixed(name), attributes)
    element.text = clean
    return element


def branch(name: str, *children: Element | None) -> Element | None:
    """An element with what is left of its children; None when nothing is."""
    there = [child for child in children if child is not None]
    if not there:
        return None
    element = Element(_prefixed(name))
    element.extend(there)
    return element


def amount(name: str, cents: int, **attributes: str) -> Element | None:
    return leaf(name, euros(cents), **attributes)


def day(name: str, on: date) -> Element | None:
    """A date in the one format that EN 16931 knows in this syntax (102: CCYYMMDD)."""
    return branch(name, leaf("udt:DateTimeString", f"{on:%Y%m%d}", format="102"))


def euros(cents: int) -> str:
    """Cents as XML writes them: "-11.90"."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02}"


def written(*children: Element | None) -> bytes:
    """The document; the same content gives the same bytes."""
    root = branch("rsm:CrossIndustryInvoice", *children)
    if root is None:
        raise ValueError("an invoice has content")
    root.attrib.update(NAMESPACES)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def _prefixed(name: str) -> str:
    return name if ":" in name else f"ram:{name}"
