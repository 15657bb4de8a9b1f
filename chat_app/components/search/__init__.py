"""The search field with its hits, and the search within a chat."""
