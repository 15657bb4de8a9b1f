"""Credit in double entry: what wallets have, what is held of it, and what was charged."""
