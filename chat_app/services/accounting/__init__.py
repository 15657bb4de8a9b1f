"""The books of the house as administrators see them: figures, wallets, gifts, and the watch over what must not be."""
