"""What other services tell us. They sign what they say; nobody signs in here."""
