"""Documents cut into passages that can be found, shown and cited."""
