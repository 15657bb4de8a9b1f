"""Once somebody has bought, or is buying, the seller's data cannot become incomplete again: a payment could not be invoiced."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.invoices import queries
from chat_app.services.invoices.errors import SellerNeededError
from chat_app.services.invoices.seller import missing
from chat_app.services.site.billing_sections import Seller
from chat_app.services.site.sections import Section


def keep_seller_complete(session: Session, before: Section, after: Section) -> None:
    """A consequence of a change of the site's settings; raises `SellerNeededError`, and then nothing is changed."""
    if not isinstance(after, Seller) or not isinstance(before, Seller):
        return
    if missing(after) and not missing(before) and queries.has_orders(session):
        raise SellerNeededError
