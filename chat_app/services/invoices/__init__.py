"""Invoices: issued, corrected, kept, sent."""
