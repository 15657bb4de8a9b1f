"""Nano-amounts as they leave the house."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainSerializer

Nano = Annotated[int, PlainSerializer(str, return_type=str, when_used="json")]
"""Written as text in JSON: readers that know only floats would round what is beyond 2^53."""
