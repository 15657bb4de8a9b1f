"""Documents on their way in: what becomes of them when processes die, how fast they are, and what chats notice of it."""
