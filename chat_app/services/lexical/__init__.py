"""What passages and questions are made of when they are compared by their words: weights for BM25, in any language."""
