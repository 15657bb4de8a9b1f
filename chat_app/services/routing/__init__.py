"""Which provider gets a request: health and circuit breakers, chains of models that step in, local models only."""
