"""Counters with an end: in memory for one process, in Redis for several."""
