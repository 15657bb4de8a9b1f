"""What happens when a handler fails: a sentence for the person, the details for the log."""

import logging
import secrets

import reflex as rx

from chat_app.errors import AppError
from chat_app.state.shared.notices import show_error
from chat_app.state.shared.reflex_internals import is_background

logger = logging.getLogger(__name__)


async def report(state: rx.State, error: Exception) -> None:
    """Show `error` to the person: our own errors in words, any other only as a reference to the log."""
    shown = error if isinstance(error, AppError) else AppError("error.unexpected_reference", reference=log_bug(error))
    if is_background(state):
        async with state:
            await show_error(state, shown)
    else:
        await show_error(state, shown)


def log_bug(error: Exception) -> str:
    """Log an error nobody expected and return the reference under which it is found."""
    reference = secrets.token_hex(4)
    logger.error("Unexpected error, reference %s", reference, exc_info=error)
    return reference


def backend_exception_handler(exception: Exception) -> None:
    """The last resort for what fails outside our handlers. Reflex's own would need eval in the page to say so."""
    log_bug(exception)
