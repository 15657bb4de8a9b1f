"""Model names are data: some vendors put them into a URL, so only harmless ones go out."""

from __future__ import annotations

import re

from chat_app.errors import UpstreamInvalidRequestError

_NAME = re.compile(r"(?!.*(?:\.\.|//|://))[\w@~][\w.:@~+/ -]{0,199}")


def is_model_name(name: str) -> bool:
    """Whether this can be the name of a model, and nothing else."""
    return _NAME.fullmatch(name) is not None


def checked_model_name(name: str, provider: str) -> str:
    """Return the name; raises `UpstreamInvalidRequestError` where it could point somewhere else."""
    if not is_model_name(name):
        raise UpstreamInvalidRequestError("provider.no_model", provider=provider, model=name[:80], detail="not a model's name")
    return name
