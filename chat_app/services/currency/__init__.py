"""What money is worth in other money: the reference rates of the European Central Bank, day by day."""

from chat_app.services.currency.service import CurrencyService

__all__ = ["CurrencyService"]
