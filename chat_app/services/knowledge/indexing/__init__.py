"""Keeps the index in step with the rows of the database, which are the truth."""
