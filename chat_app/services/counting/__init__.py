"""Counting tokens: exactly where the family's tokenizer is here, else by an estimate that is calibrated for it."""

from chat_app.services.counting.counter import TokenCounter

__all__ = ["TokenCounter"]
