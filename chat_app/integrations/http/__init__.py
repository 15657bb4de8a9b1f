"""Fetching from addresses that people or models name."""
