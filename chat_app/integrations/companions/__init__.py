"""Processes of our own that live beside the app for work that would hold it up: one question after the other, over pipes."""
