"""What PDF/A-3b (ISO 19005-3) and Factur-X ask of a file, as far as it can be read from its structure.

Typst refuses to write what PDF/A-3b forbids; this looks at the finished file, after we told in its metadata what it carries.
veraPDF, which judges every clause, comes in no package; run it once when the template or Typst changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from pypdf import PdfReader

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_LABEL = {"DocumentType": "INVOICE", "DocumentFileName": "factur-x.xml", "Version": "1.0", "ConformanceLevel": "EN 16931"}
_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/AA", "/OpenAction", "/RichMedia", "/Sound", "/Movie", "/GoToR", "/SubmitForm")


def problems(pdf: bytes, xml: bytes) -> list[str]:
    """What is wrong with the file, in words; empty when nothing is."""
    reader = PdfReader(BytesIO(pdf), strict=True)
    root: Any = reader.trailer["/Root"]
    packet = fromstring(root["/Metadata"].get_data())
    return [*_of_file(pdf, reader), *_of_metadata(packet, reader), *_of_colours(root), *_of_fonts(reader), *_of_attachment(root, xml)]


def _of_file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", pdf):
        yield "the head does not say PDF 1.x with a binary comment (6.1.2)"
    if "/Encrypt" in reader.trailer or len(reader.trailer.get("/ID", ())) != 2:
        yield "it is encrypted or has no identification (6.1.3)"
    for stored in _objects(reader):
        names = set(stored) if isinstance(stored, dict) else set()
        if found := names & set(_ACTIVE):
            yield f"it acts by itself: {sorted(found)} (6.5)"
        if "LZWDecode" in str(stored.get("/Filter", "")) if isinstance(stored, dict) else False:
            yield "it is packed by LZW (6.1.7.2)"


def _of_metadata(packet: Element, reader: PdfReader) -> Iterator[str]:
    values = {element.tag: (element.text or "").strip() for element in packet.iter()}
    if (values.get(f"{_PDFA}part"), values.get(f"{_PDFA}conformance")) != ("3", "B"):
        yield "the metadata do not say PDF/A-3b (6.6.4)"
    if {name: values.get(f"{_FX}{name}") for name in _LABEL} != _LABEL:
        yield "the metadata do not say what is inside (Factur-X)"
    described = {element.text for element in packet.iter(f"{_SCHEMA}namespaceURI")}
    if _FX.strip("{}") not in described:
        yield "the words of Factur-X are not described (6.6.2.3)"
    title = next(packet.iter("{http://purl.org/dc/elements/1.1/}title")).find(f".//{_RDF}li")
    if reader.metadata and reader.metadata.title != (title.text if title is not None else None):
        yield "the title differs between both kinds of metadata (6.6.3)"


def _of_colours(root: Any) -> Iterator[str]:
    intents = [intent.get_object() for intent in root.get("/OutputIntents", ())]
    if [intent["/S"] for intent in intents] != ["/GTS_PDFA1"] or "/DestOutputProfile" not in intents[0]:
        yield "there is no profile of colours (6.2.3)"
    elif intents[0]["/DestOutputProfile"].get_data()[36:40] != b"acsp":
        yield "the profile of colours is none (6.2.3)"


def _of_fonts(reader: PdfReader) -> Iterator[str]:
    fonts = [stored for stored in _objects(reader) if isinstance(stored, dict) and stored.get("/Type") == "/Font"]
    if not fonts:
        yield "there are no fonts at all"
    for font in fonts:
        if font["/Subtype"] == "/Type0":
            if "/ToUnicode" not in font:
                yield f"{font['/BaseFont']}: its text cannot be read back"
        elif not set(font["/FontDescriptor"].get_object()) & {"/FontFile", "/FontFile2", "/FontFile3"}:
            yield f"{font['/BaseFont']} is not embedded (6.2.11.4)"


def _of_attachment(root: Any, xml: bytes) -> Iterator[str]:
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    if len(names) != 2 or names[0] != "factur-x.xml":
        yield "exactly factur-x.xml should be attached"
    file = names[1].get_object()
    if file.get("/AFRelationship") != "/Alternative" or [one.get_object() for one in root["/AF"]] != [file]:
        yield "the XML is not associated with the document (6.8)"
    embedded = file["/EF"]["/F"].get_object()
    if {"/F", "/UF"} - set(file) or embedded["/Subtype"] != "/text/xml" or "/ModDate" not in embedded["/Params"]:
        yield "the attachment lacks its name, kind or date (6.8)"
    if embedded.get_data() != xml:
        yield "another XML is attached"


def _objects(reader: PdfReader) -> Iterator[Any]:
    for number in range(1, int(reader.trailer["/Size"])):
        stored = reader.get_object(number)
        if stored is not None:
            yield stored
