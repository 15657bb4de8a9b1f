"""Searching 200,000 messages on both engines, and in the browser."""
