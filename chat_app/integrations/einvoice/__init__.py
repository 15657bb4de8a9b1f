"""Invoices as files: EN 16931 XML, XRechnung, and the PDF/A-3 that carries the XML (ZUGFeRD, Factur-X)."""

from chat_app.integrations.einvoice.arithmetic import InvoiceError
from chat_app.integrations.einvoice.render import Documents, render

__all__ = ["Documents", "InvoiceError", "render"]
