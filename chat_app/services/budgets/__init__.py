"""How much may be used of a wallet, or of own keys, by whom; and who pays for whom."""
