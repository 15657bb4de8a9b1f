"""What the payment provider tells: kept once, and looked into until the books say the same."""
