"""Which models run on own machines: nothing that is sent to them leaves the house."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from chat_app.integrations.llm.providers import ProviderConfig

LOCAL_REGION = "local"
_HOUSE = (".local", ".lan", ".internal", ".home", ".home.arpa", ".localhost")
_ELSEWHERE = ("cloud", "-cloud")
_OWN = "my-"


def is_in_house(config: ProviderConfig) -> bool:
    """Whether a provider's server stands in the own network, or its administrator says so by the region.

    Addresses of people are always public: only what the operator or an administrator set up can be in the house.
    """
    host = (urlsplit(config.base_url).hostname or "").rstrip(".").lower()
    if not host or config.id.startswith(_OWN):
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_HOUSE) or _is_declared(config, host)
    return address.is_loopback or address.is_private or _is_declared(config, host)


def stays_in_house(config: ProviderConfig, model_name: str) -> bool:
    """Whether this model runs there, too: Ollama passes names with a tag such as ":cloud" or ":120b-cloud" on to its maker."""
    _, colon, tag = model_name.lower().rpartition(":")
    return is_in_house(config) and not (colon and tag.endswith(_ELSEWHERE))


def _is_declared(config: ProviderConfig, host: str) -> bool:
    """The region of Ollama is always "local": it says nothing of a server that is somebody else's."""
    return config.region == LOCAL_REGION and not (host == "ollama.com" or host.endswith(".ollama.com"))
