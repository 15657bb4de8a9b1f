"""Which models did not answer, and which one did, as a sentence."""

from collections.abc import Mapping

from chat_app.i18n import translate
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.chat.dto import Message

SLOWER = "fallback.reason.slow"


def models_of(message: Message) -> set[str]:
    """The ids of all models that the sentence names."""
    return {message.model_id, message.answered_by or message.model_id, *(each.model_id for each in message.tries)}


def fallback_sentence(message: Message, labels: Mapping[str, str], language: str) -> str:
    """Such as "X did not answer (rate limit); Y answered instead."; empty where the model that was asked answered."""
    # Where the built-in assistant stood in for a model, its first words say so.
    if not message.tries or (message.answered_by == OFFLINE_MODEL_ID and len(message.tries) == 1):
        return ""
    parts = [
        translate("fallback.slower", language, failed=labels[each.model_id])
        if each.reason_key == SLOWER
        else translate("fallback.failed", language, failed=labels[each.model_id], reason=translate(each.reason_key, language))
        for each in message.tries
    ]
    if message.answered_by:
        parts.append(translate("fallback.answered", language, model=labels[message.answered_by]))
    return "; ".join(parts) + "."
