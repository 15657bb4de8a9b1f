from __future__ import annotations

from tests.services.house import house

__all__ = ["house"]
