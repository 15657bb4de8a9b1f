"""Trying a provider out: what its models are, or why they cannot be had, in a sentence of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from chat_app import errors
from chat_app.integrations.llm.accounts import check_account
from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.providers import ProviderConfig

logger = logging.getLogger(__name__)

SECONDS = 15
_BY_KEY = {"provider.no_credit": "providers.problem.no_credit"}
_NOTHING_THERE = ("HTTP 404", "HTTP 405", "HTTP 410")
_BY_KIND: tuple[tuple[type[errors.UpstreamError], str], ...] = (
    (errors.UpstreamAuthError, "providers.problem.auth"),
    (errors.UpstreamRateLimitError, "providers.problem.rate_limit"),
    (errors.UpstreamTimeoutError, "providers.problem.timeout"),
    (errors.UpstreamUnavailableError, "providers.problem.unavailable"),
)


async def try_out(config: ProviderConfig, gateways: Callable[[ProviderConfig], LlmGateway]) -> tuple[str, int]:
    """The key of the sentence that says what is wrong ("" for nothing), and how many models it lists."""
    gateway = gateways(config)
    try:
        async with asyncio.timeout(SECONDS):
            await check_account(config)
            found = await gateway.list_models()
    except TimeoutError:
        return "providers.problem.timeout", 0
    except errors.UpstreamError as error:
        logger.info("test of a provider: %s %s", error.key, error.detail)
        return sentence_of(error), 0
    except Exception:
        logger.exception("The test of a provider failed unexpectedly")
        return "providers.problem.protocol", 0
    finally:
        await gateway.close()
    return ("" if found else "providers.problem.no_models"), len(found)


def sentence_of(error: errors.UpstreamError) -> str:
    """What an error means to whoever sets up a provider: no message is lost here, but an address or a key is wrong."""
    if isinstance(error, errors.UpstreamInvalidRequestError) and error.detail.startswith(_NOTHING_THERE):
        return "providers.problem.address"
    return _BY_KEY.get(error.key) or next((key for kind, key in _BY_KIND if isinstance(error, kind)), "providers.problem.protocol")
