"""The same house as for messages."""

from tests.services.payment_events.conftest import till

__all__ = ["till"]
