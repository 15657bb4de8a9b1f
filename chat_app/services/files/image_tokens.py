"""What a picture costs in tokens, by each vendor's own rule."""

from __future__ import annotations

import math

VENDORS = ("openai", "anthropic", "google", "other")
NAMES = {"claude": "anthropic", "gemini": "google", "gemma": "google", "gpt": "openai", "/o1": "openai", "/o3": "openai", "/o4": "openai"}
PIXELS_PER_TOKEN = 750
LONGEST = 1_568


def image_tokens(vendor: str, width: int, height: int) -> int:
    """About how many tokens a picture of this size is; `vendor` is one of `VENDORS`."""
    if vendor == "openai":
        return _openai(width, height)
    if vendor == "google":
        return _google(width, height)
    scale = min(1.0, LONGEST / max(width, height, 1))
    return max(1, round(width * scale * height * scale / PIXELS_PER_TOKEN))


def vendor_of(model_id: str) -> str:
    """Whose rule counts for a model, whoever serves it."""
    name = f"/{model_id.lower()}"
    return next((vendor for part, vendor in NAMES.items() if part in name), "other")


def _openai(width: int, height: int) -> int:
    """Fitted into 2,048 × 2,048, the short side to 768, then 170 tokens for each tile of 512 and 85 for the whole."""
    fit = min(1.0, 2_048 / max(width, height, 1))
    fit *= min(1.0, 768 / max(min(width, height) * fit, 1))
    return 85 + 170 * math.ceil(width * fit / 512) * math.ceil(height * fit / 512)


def _google(width: int, height: int) -> int:
    """258 tokens for a small picture, or for each tile of 768."""
    if max(width, height) <= 384:
        return 258
    return 258 * math.ceil(width / 768) * math.ceil(height / 768)
