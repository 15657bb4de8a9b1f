"""What models cost: published lists, their changes, prices of one's own, and the history of all of them."""

from chat_app.services.prices.overlay import PriceOverlay
from chat_app.services.prices.service import PriceService

__all__ = ["PriceOverlay", "PriceService"]
