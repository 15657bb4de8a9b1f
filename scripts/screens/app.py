"""Serves Parley with the vendors' addresses led to the models of the pictures, so that names, prices and abilities are real ones.

Nothing is sent to a vendor: python -m scripts.screens.app http://address
"""

from __future__ import annotations

import sys
from dataclasses import replace

from chat_app.cli.main import main
from chat_app.integrations.llm import providers
from chat_app.integrations.llm.vendors import ProviderKind, vendors

if __name__ == "__main__":
    address = sys.argv.pop()
    for name in ("openai", "anthropic", "gemini", "mistral"):
        vendors()[name] = replace(vendors()[name], kind=ProviderKind.OPENAI_COMPATIBLE, url=f"{address}/{name}")
    providers.OPENAI_URL = vendors()["openai"].url
    sys.argv[1:] = ["serve"]
    main()
