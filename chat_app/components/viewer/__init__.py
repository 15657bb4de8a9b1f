"""Looking at a document: its pages with the passage that was cited, its passages, what happened to it."""
