"""The JavaScript beside this file, as Reflex imports it. All files are linked together, so they may import each other."""

from pathlib import Path

import reflex as rx

_FOLDER = Path(__file__).parent


def module(name: str) -> str:
    """What to import to get `name`, a file of this folder."""
    for path in sorted([*_FOLDER.glob("*.js"), *_FOLDER.glob("*.jsx")]):
        rx.asset(path.name, shared=True)
    return rx.asset(name, shared=True).importable_path
