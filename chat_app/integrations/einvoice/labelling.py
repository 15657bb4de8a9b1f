"""XMP that tells readers of the PDF which invoice is inside (ZUGFeRD 2.3, section 6.3.1; Factur-X 1.0).

Typst writes PDF/A-3 and attaches the XML, but takes no metadata of others, so the stream of metadata is written anew by an
incremental update (ISO 32000-1, 7.5.6): what was there stays byte for byte, and validators read the newer object.
"""

from __future__ import annotations

import re
from pathlib import Path

from chat_app.integrations.einvoice.arithmetic import InvoiceError

_METADATA = re.compile(rb"/Metadata (\d+) 0 R")
_TRAILER = re.compile(rb"trailer\n(<<.*?>>)\nstartxref\n(\d+)\n%%EOF\s*$", re.DOTALL)
_SCHEMAS_END = b"</rdf:Bag></pdfaExtension:schemas>"
_LABEL = (Path(__file__).parent / "factur_x_label.xml").read_bytes()
_SCHEMA = (Path(__file__).parent / "factur_x_schema.xml").read_bytes()


def label(pdf: bytes) -> bytes:
    """The same PDF, told to carry a Factur-X invoice of profile EN 16931."""
    root = _METADATA.findall(pdf)
    trailer = _TRAILER.search(pdf)
    if len(root) != 1 or trailer is None:
        raise InvoiceError("the PDF is not built as expected: Typst writes it in another way than we know")
    number = int(root[0])
    return pdf + _update(number, _labelled(_stream(pdf, number)), trailer.group(1), int(trailer.group(2)), len(pdf))


def _stream(pdf: bytes, number: int) -> bytes:
    found = re.search(rb"\n%d 0 obj\n<<[^>]*/Type/Metadata[^>]*>>\nstream\n(.*?)\nendstream" % number, pdf, re.DOTALL)
    if found is None or _SCHEMAS_END not in found.group(1):
        raise InvoiceError("the PDF's metadata are not written as expected")
    return found.group(1)


def _labelled(packet: bytes) -> bytes:
    """The packet with our schema among those it describes, and our words behind what it says already."""
    described = packet.replace(_SCHEMAS_END, _SCHEMA.strip() + _SCHEMAS_END)
    return described.replace(b"</rdf:RDF>", _LABEL.strip() + b"</rdf:RDF>")


def _update(number: int, packet: bytes, trailer: bytes, previous: int, at: int) -> bytes:
    """Object, cross-reference and trailer that are appended."""
    head = b"%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n" % (number, len(packet))
    body = head + packet + b"\nendstream\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f\r\n%d 1\n%010d 00000 n\r\n" % (number, at)
    return body + table + b"trailer\n" + trailer[:-2] + b"/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, at + len(body))
