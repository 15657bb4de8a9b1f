"""Buying credit."""
