"""A model provider that costs nothing: it speaks OpenAI's API, and the model's name says what it answers."""
