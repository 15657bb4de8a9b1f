"""An invoice as the three files that are kept of it. Everything is checked before anything is written; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.integrations.einvoice.arithmetic import check
from chat_app.integrations.einvoice.content import InvoiceContent
from chat_app.integrations.einvoice.cross_industry import en16931_xml, xrechnung_xml
from chat_app.integrations.einvoice.labelling import label
from chat_app.integrations.einvoice.paper import paper_data
from chat_app.integrations.einvoice.typesetting import set_paper


@dataclass(frozen=True, slots=True)
class Documents:
    """The files of one invoice."""

    pdf: bytes
    """PDF/A-3b that carries `xml` as "factur-x.xml" (ZUGFeRD)."""
    xml: bytes
    """EN 16931."""
    xrechnung: bytes
    """XRechnung 3.0, for whoever asks for it."""


def render(content: InvoiceContent) -> Documents:
    """The files; the same content gives the same bytes. It takes some ms of CPU: call it in a thread.

    Raises `InvoiceError` for an invoice that contradicts itself or lacks what the law asks for.
    """
    check(content)
    xml = en16931_xml(content)
    return Documents(label(set_paper(paper_data(content), xml)), xml, xrechnung_xml(content))
