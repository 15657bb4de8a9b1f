"""The way of a document from its bytes to its passages: a queue in the database, and the worker that empties it."""
