"""What is written once and used often: prompts and assistants."""
