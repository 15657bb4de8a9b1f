"""What reads a question and a passage together, and says how well they go together."""
