"""Letters to people."""

from chat_app.services.mail.outbox import Outbox

__all__ = ["Outbox"]
