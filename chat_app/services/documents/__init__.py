"""Documents beside a chat: canvases that are written together, and artifacts that answers made."""
