"""Other spellings of the same model: what was switched off must not answer under its dated name."""

from __future__ import annotations

from chat_app.integrations.llm.model_facts import undated


def spelling_of(model_id: str) -> str:
    """The same for all names under which a provider's interface knows a model."""
    slug, _, name = model_id.partition("/")
    name = name.lower().removeprefix("models/").removeprefix(f"{slug}/").removesuffix(":latest")
    if "/" in name:
        # Resellers have variants of the same model: "vendor/model:online".
        name = name.partition(":")[0]
    return f"{slug}/{undated(name).replace('.', '-')}"
