"""Ciphers, behind our own names."""
