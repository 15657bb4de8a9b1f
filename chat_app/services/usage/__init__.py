"""What models were used for, and what it cost: recorded at the end of each call, read by person and by administration."""

from chat_app.services.usage.service import UsageService

__all__ = ["UsageService"]
