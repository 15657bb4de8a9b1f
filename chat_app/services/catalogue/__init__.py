"""Which models there are, what they can do, what they cost, and who serves them."""
