"""The part "vectors": 100,000 passages of fifty people in the embedded index."""
