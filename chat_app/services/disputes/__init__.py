"""A buyer's bank takes a payment back, or warns that it may."""
