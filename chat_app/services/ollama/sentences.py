"""What works without a network, in words: the same ones for the page, for REST and for the command line."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.services.ollama.dto import Feature, Readiness

LABELS = {
    "chat": "offline_ready.chat",
    "vision": "offline_ready.vision",
    "knowledge": "offline_ready.knowledge",
    "titles": "offline_ready.titles",
    "summaries": "offline_ready.summaries",
    "assistant": "offline_ready.assistant",
    "documents": "offline_ready.documents",
    "search": "offline_ready.search",
    "pages": "offline_ready.pages",
    "cloud": "offline_ready.cloud",
}
TEXTS = {
    ("chat", "missing"): "offline_ready.chat_missing",
    ("vision", "missing"): "offline_ready.vision_missing",
    ("knowledge", "missing"): "offline_ready.knowledge_missing",
    ("titles", "missing"): "offline_ready.titles_missing",
    ("titles", "off"): "offline_ready.titles_off",
    ("summaries", "missing"): "offline_ready.summaries_missing",
    ("assistant", "works"): "offline_ready.assistant_works",
    ("documents", "works"): "offline_ready.documents_works",
    ("documents", "off"): "offline_ready.documents_off",
    ("search", "works"): "offline_ready.search_works",
    ("pages", "works"): "offline_ready.pages_works",
    ("cloud", "network"): "offline_ready.cloud_network",
}


def feature_label(feature: Feature, language: str) -> str:
    return translate(LABELS[feature.name], language)


def feature_text(feature: Feature, language: str) -> str:
    """Why it works or not: by which models, or which one is missing."""
    if feature.state == "works" and (feature.name, "works") not in TEXTS:
        return translate("offline_ready.by_models", language, models=", ".join(feature.models))
    key = TEXTS[feature.name, feature.state]
    return translate(key, language, **({"model": feature.wants} if feature.state == "missing" else {}))


def readiness_advice(readiness: Readiness, language: str) -> str:
    """What to do next."""
    if readiness.is_ready:
        return translate("offline_ready.all_there", language)
    if not readiness.has_server:
        return translate("offline_ready.set_up", language)
    if not readiness.server:
        return translate("offline_ready.start", language)
    return translate("offline_ready.pull", language, models=", ".join(readiness.missing))
