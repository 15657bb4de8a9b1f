"""Names of models as people write them: `[[host/]owner/]model[:tag]`.

A host in a name makes the Ollama server open a connection to it, so only the well-known registries and the addresses
that the operator allowed go out.
"""

from __future__ import annotations

import re
from collections.abc import Container

from chat_app.integrations.llm.model_names import is_model_name
from chat_app.services.ollama.errors import ModelNameError, RegistryError

REGISTRIES = frozenset({"registry.ollama.ai", "ollama.com", "hf.co", "huggingface.co", "www.modelscope.cn", "modelscope.cn"})
_PART = re.compile(r"[A-Za-z0-9][\w.-]{0,79}")
_TAG = re.compile(r"\w[\w.-]{0,79}")
_HTTPS = 443


def checked_name(text: str) -> str:
    """The name of a model that may be on a server; raises `ModelNameError`."""
    name = text.strip()
    if not is_model_name(name) or " " in name or "@" in name:
        raise ModelNameError
    return name


def checked_pull_name(text: str, allowed: Container[tuple[str, int]] = frozenset()) -> str:
    """The name of a model to fetch, with its tag; raises `ModelNameError` or `RegistryError`.

    `allowed` are the hosts and ports that the operator opened (PARLEY_OUTBOUND_ALLOW).
    """
    name = checked_name(text.strip().removeprefix("ollama pull ").removeprefix("ollama run ").strip())
    path, _, tag = name.rpartition(":") if ":" in name.rpartition("/")[2] else (name, "", "latest")
    *front, model = path.split("/")
    host = front.pop(0) if front and (len(front) > 1 or "." in front[0] or ":" in front[0]) else ""
    if not all(_PART.fullmatch(part) for part in [*front, model]) or not _TAG.fullmatch(tag) or len(front) > 1:
        raise ModelNameError
    if host and not _may_fetch_from(host.lower(), allowed):
        raise RegistryError
    return f"{path}:{tag}"


def _may_fetch_from(host: str, allowed: Container[tuple[str, int]]) -> bool:
    name, _, port = host.partition(":")
    number = int(port) if port.isdecimal() else _HTTPS
    return (not port and name in REGISTRIES) or (name, number) in allowed
