"""Compares, day by day, what moved on the house's account at the payment provider with the books."""
