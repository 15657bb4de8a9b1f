"""Many answers at once over REST: time to first token, delay of each token, throughput, CPU."""
