"""Schematron as XSLT, for rules that come as source: those of XRechnung, which no package brings.

Get them from KoSIT (`xrechnung-schematron`, src/validation/schematron/cii) and name the file with `--schematron`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from bench.invoices.validators import processor

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XSL_NAMESPACE = "http://www.w3.org/1999/XSL/Transform"
_XSL = f"{{{_XSL_NAMESPACE}}}"
_SVRL = "http://purl.oclc.org/dsdl/svrl"


def compiled(path: Path) -> Any:
    """The rules, ready for `validators.run`."""
    return processor().new_xslt30_processor().compile_stylesheet(stylesheet_text=etree.tostring(_stylesheet(path), encoding="unicode"))


def _stylesheet(path: Path) -> Any:
    """One mode per pattern, because the first rule that fits counts in each; what patterns and the schema define is global."""
    source = etree.parse(path)
    for include in source.findall(f"{_SCH}include"):
        include.getparent().replace(include, etree.parse(path.parent / include.get("href")).getroot())
    root = source.getroot()
    sheet = etree.Element(f"{_XSL}stylesheet", nsmap={**_prefixes(root), "xsl": _XSL_NAMESPACE, "svrl": _SVRL}, version="3.0")
    sheet.extend(root.findall(f"{_XSL}function"))
    patterns = root.findall(f"{_SCH}pattern")
    for definition in [*root.findall(f"{_SCH}let"), *(let for pattern in patterns for let in pattern.findall(f"{_SCH}let"))]:
        _variable(sheet, definition)
    start = etree.SubElement(sheet, f"{_XSL}template", match="/")
    output = etree.SubElement(start, f"{{{_SVRL}}}schematron-output")
    for place, pattern in enumerate(patterns):
        etree.SubElement(output, f"{_XSL}apply-templates", select="/", mode=f"m{place}")
        _pattern(sheet, pattern, f"m{place}")
    return sheet


def _prefixes(root: Any) -> dict[str, str]:
    found = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    return {**found, **{ns.get("prefix"): ns.get("uri") for ns in root.findall(f"{_SCH}ns")}, "xs": "http://www.w3.org/2001/XMLSchema"}


def _pattern(sheet: Any, pattern: Any, mode: str) -> None:
    onward = etree.SubElement(sheet, f"{_XSL}template", match="@*|node()", mode=mode, priority="-9")
    etree.SubElement(onward, f"{_XSL}apply-templates", select="@*|node()", mode=mode)
    rules = [rule for rule in pattern.findall(f"{_SCH}rule") if rule.get("context")]
    for place, rule in enumerate(rules):
        template = etree.SubElement(sheet, f"{_XSL}template", match=rule.get("context"), mode=mode, priority=str(len(rules) - place))
        for definition in rule.findall(f"{_SCH}let"):
            _variable(template, definition)
        etree.SubElement(template, f"{{{_SVRL}}}fired-rule")
        for check in rule.findall(f"{_SCH}assert"):
            condition = etree.SubElement(template, f"{_XSL}if", test=f"not({check.get('test')})")
            failed = etree.SubElement(condition, f"{{{_SVRL}}}failed-assert", id=check.get("id"))
            failed.text = " ".join("".join(check.itertext()).split())
        etree.SubElement(template, f"{_XSL}apply-templates", select="@*|node()", mode=mode)


def _variable(parent: Any, definition: Any) -> None:
    etree.SubElement(parent, f"{_XSL}variable", name=definition.get("name"), select=definition.get("value"))
