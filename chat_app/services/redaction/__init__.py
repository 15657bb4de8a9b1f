"""Personal data that does not leave the house: found by checked patterns, replaced by placeholders, put back in the answer."""

from chat_app.services.redaction.service import RedactionService

__all__ = ["RedactionService"]
