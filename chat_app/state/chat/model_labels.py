"""Models by name."""

from chat_app.container import services


async def model_label(model_id: str) -> str:
    """A model's name for people; its vendor's name when the catalogue does not know it."""
    card = await services().catalogue.card(model_id) if model_id else None
    return card.label if card else model_id.partition("/")[2]
