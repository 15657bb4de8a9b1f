"""The cost of the answer whose figures were tapped on."""

import reflex as rx

from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.state.chat.cost_views import CostView, cost_view
from chat_app.state.chat.model_labels import model_label
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


class CostState(rx.State):
    """One panel at a time is open, so there is one cost."""

    cost: rx.Field[CostView] = rx.field(default_factory=CostView)

    @rx.event
    @signed_in(permission="chat")
    async def show(self, message_id: str):
        """Reckon up an answer; one of a temporary chat, of which nothing is kept, has no more than its figures."""
        language = await reader_language(self)
        try:
            cost = await services().usage.cost_of_answer(await current_actor(self), message_id)
        except NotFoundError:
            self.cost = CostView(message_id=message_id)
            return
        named = {cost.model_id, cost.answered_by, *(failed.model_id for failed in cost.tries)}
        labels = {model_id: await model_label(model_id) for model_id in named if model_id}
        self.cost = cost_view(message_id, cost, language, labels)
