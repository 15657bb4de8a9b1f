"""Chats as files: Markdown, JSON, HTML and PDF."""
