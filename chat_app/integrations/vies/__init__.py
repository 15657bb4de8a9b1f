"""VAT ids: their shape, and the register of the EU that knows them."""

from chat_app.integrations.vies.client import ViesAnswer, ViesRegister, ViesUnavailableError
from chat_app.integrations.vies.shape import compact_vat_id, is_vat_id

__all__ = ["ViesAnswer", "ViesRegister", "ViesUnavailableError", "compact_vat_id", "is_vat_id"]
