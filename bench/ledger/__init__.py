"""How fast credit moves."""
