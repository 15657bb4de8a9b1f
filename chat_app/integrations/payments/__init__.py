"""Money from outside: one port, one provider (Stripe)."""
