"""VAT: whose, how much, and why."""
