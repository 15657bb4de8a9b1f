"""Model names are data: some vendors put them into a URL, so only harmless ones go out."""

from __future__ import annotations

import re

from chat_app.errors import UpstreamInvalidRequestError

_NAME = re.compile(r"(?!.*(?:\.\.|//|://))[\w@~][\w.:@~+/ -]{0,199}")


def checked_model_name(name: str, provider: str) -> str:
    """Return the name; raises `UpstreamInvalidRequestError` where it could point somewhere else."""
    if not _NAME.fullmatch(name):
        raise UpstreamInvalidRequestError("provider.no_model", provider=provider, model=name[:80], detail="not a model's name")
    return name
