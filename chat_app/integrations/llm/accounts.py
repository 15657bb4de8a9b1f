"""Whether a key is right and its account has credit, at the vendors that tell without an answer being paid for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chat_app.errors import UpstreamAuthError
from chat_app.integrations.llm.connection import STANDARD_TIMEOUTS, Connection, Timeouts
from chat_app.integrations.llm.json_objects import mapping
from chat_app.integrations.llm.providers import ProviderConfig


@dataclass(frozen=True, slots=True)
class _Account:
    """Where a vendor tells, and how to read from it that nothing is left."""

    path: str
    is_empty: Callable[[dict[str, Any]], bool]


def _openrouter(answer: dict[str, Any]) -> bool:
    """A key may have a limit of its own; without one there is nothing to say."""
    left = mapping(answer.get("data")).get("limit_remaining")
    return isinstance(left, int | float) and left <= 0


_ACCOUNTS = {
    # Its list of models is public: without this any key would look right.
    "openrouter": _Account("/key", _openrouter),
    "deepseek": _Account("/user/balance", lambda answer: answer.get("is_available") is False),
}


async def check_account(config: ProviderConfig, timeouts: Timeouts = STANDARD_TIMEOUTS) -> None:
    """Raises `UpstreamAuthError` for a wrong key or an empty account, other `UpstreamError`s where the vendor cannot be asked."""
    account = _ACCOUNTS.get(config.brand)
    if account is None:
        return
    base_url = config.base_url.removesuffix("/v1") if config.brand == "deepseek" else config.base_url
    headers = {"authorization": f"Bearer {config.key}"}
    connection = Connection(config.label, base_url, headers, key=config.key, timeouts=timeouts, guard=config.guard)
    try:
        answer = mapping(await connection.get_json(account.path))
    finally:
        await connection.close()
    if account.is_empty(answer):
        raise UpstreamAuthError("provider.no_credit", provider=config.label, detail="the account is empty")
