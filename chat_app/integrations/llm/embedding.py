"""What vectors for texts look like on the wires of the OpenAI protocol, which LiteLLM writes, too, and of Ollama."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from chat_app.integrations.llm.json_objects import count, items, mapping
from chat_app.integrations.llm.port import Embeddings, TokenUsage
from chat_app.integrations.llm.usage import usage_of


def openai_embeddings(answer: dict[str, Any], texts: int) -> Embeddings | None:
    """What was answered, in the order of the texts; None where that is not one vector for each of them."""
    found = [mapping(entry) for entry in items(answer.get("data"))]
    by_place = {count(entry.get("index", place)): entry.get("embedding") for place, entry in enumerate(found)}
    vectors = vectors_of([by_place.get(place) for place in range(len(found))], texts)
    return Embeddings(vectors, usage_of(mapping(answer.get("usage")))) if vectors else None


def ollama_embeddings(answer: dict[str, Any], texts: int) -> Embeddings | None:
    """The same for Ollama."""
    vectors, read = vectors_of(items(answer.get("embeddings")), texts), count(answer.get("prompt_eval_count"))
    return Embeddings(vectors, TokenUsage(input=read) if read else None) if vectors else None


def vectors_of(found: Sequence[object], texts: int) -> tuple[tuple[float, ...], ...]:
    """Vectors of one length, as many as there are texts; nothing where there is anything else."""
    vectors = [items(each) for each in found]
    lengths = {len(vector) for vector in vectors}
    if len(vectors) != texts or len(lengths) != 1 or lengths == {0}:
        return ()
    if not all(isinstance(value, int | float) and math.isfinite(value) for vector in vectors for value in vector):
        return ()
    return tuple(tuple(float(value) for value in vector) for vector in vectors)
