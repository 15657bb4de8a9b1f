"""Links that show a chat to whoever has them."""
