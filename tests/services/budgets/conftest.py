"""A house with people, whose clock tests set."""

from tests.services.house import house

__all__ = ["house"]
