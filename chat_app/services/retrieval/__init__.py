"""Finding the passages that answer a question, and what is told of where they are from."""
