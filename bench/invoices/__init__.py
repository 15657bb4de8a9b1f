"""Whether the invoices we write hold before the rules of those who read them."""
