"""The addresses of all pages."""

NEW_CHAT = "/"
CHAT = "/c/[conversation_id]"
NOT_FOUND = "404"
