"""The same house as for messages of the payment provider."""

from tests.services.payment_events.conftest import till

__all__ = ["till"]
