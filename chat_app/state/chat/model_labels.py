"""Models by name."""

from chat_app.container import services


async def model_label(model_id: str) -> str:
    """A model's name for people; its vendor's name when the catalogue does not know it."""
    return await services().catalogue.label(model_id)
