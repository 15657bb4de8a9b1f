"""Measures Parley on one machine, beside the bare upstream: `make bench`, or `python -m bench <part>`."""
