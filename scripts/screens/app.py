"""Serves Parley with the vendors' addresses led to the models of the pictures, so that names, prices and abilities are real ones.

Nothing is sent to a vendor: python -m scripts.screens.app http://address
"""

from __future__ import annotations

import sys

from chat_app.cli.main import main
from chat_app.integrations.llm import providers

if __name__ == "__main__":
    address = sys.argv.pop()
    providers.OPENAI_URL = f"{address}/openai"
    providers._THROUGH_LITELLM = ()
    providers._COMPATIBLE = tuple(
        (name, label, f"{address}/{name}")
        for name, label in (("anthropic", "Anthropic"), ("gemini", "Google Gemini"), ("mistral", "Mistral"))
    )
    sys.argv[1:] = ["serve"]
    main()
