"""Looking after an Ollama server: what it holds, what it runs, getting and deleting models."""
