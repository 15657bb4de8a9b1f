"""The search field, its hits, and the search within a chat."""
