"""Signed tokens (JWT): the only place that knows their library."""
