"""The addresses of all pages."""

NEW_CHAT = "/"
CHAT = "/c/[conversation_id]"
SETTINGS = "/settings"
LIBRARY = "/library"
NOT_FOUND = "404"
