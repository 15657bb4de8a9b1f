"""Processes that die at the worst moments, and what is left behind."""
