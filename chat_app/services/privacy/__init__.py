"""Data protection: what people agreed to, what they take with them, how long things stay, how an account ends."""
