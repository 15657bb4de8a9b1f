"""What a message is shown with: markdown, the streaming answer, the copy button."""

from chat_app.components.message.copy_button import copy_button
from chat_app.components.message.markdown_view import markdown_view
from chat_app.components.message.message_body import message_body

__all__ = ["copy_button", "markdown_view", "message_body"]
