"""Documents that questions are answered from: taken in, read, cut into passages, kept in step with the index, forgotten again."""
