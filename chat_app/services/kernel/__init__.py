"""Small, domain-free building blocks of the services."""
