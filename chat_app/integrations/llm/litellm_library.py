"""LiteLLM's SDK, loaded on first use and told to keep to itself.

Loading takes 5 to 8 CPU seconds and 190 MB, so it happens in a thread, and only where a vendor needs it.
"""

from __future__ import annotations

import asyncio
import os
from functools import lru_cache
from types import ModuleType

_QUIET = {
    # Without these it fetches lists from the web, at import or at the first request.
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    # In its default mode it loads the `.env` of the working directory into the environment.
    "LITELLM_MODE": "PRODUCTION",
}


async def litellm_library() -> ModuleType:
    """Return the library; the first call loads it in a thread, so that the event loop goes on."""
    return await asyncio.to_thread(_load)


@lru_cache(maxsize=1)
def _load() -> ModuleType:
    os.environ.update(_QUIET)  # noqa: TID251 - the library knows no other way
    import litellm  # noqa: PLC0415 - see above: late, and in a thread

    litellm.suppress_debug_info = True
    litellm.disable_streaming_logging = True
    litellm.drop_params = True
    litellm.num_retries = 0
    litellm.callbacks = []
    litellm.success_callback = []
    litellm.failure_callback = []
    return litellm
