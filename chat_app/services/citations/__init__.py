"""What answers are given of documents, and what they refer to: numbers that exist, quotes that are literal, passages for those who may read them."""
