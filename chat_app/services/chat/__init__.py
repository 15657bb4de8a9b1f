"""Conversations, their messages, and the turns that produce answers."""
