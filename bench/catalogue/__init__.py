"""The list of models and the picker of the chat with 4,000 models."""
