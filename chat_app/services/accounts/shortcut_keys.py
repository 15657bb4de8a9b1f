"""How the keys of a shortcut are written: "Ctrl+Alt+N", several after spaces, empty for none."""

from __future__ import annotations

MODIFIERS = ("Ctrl", "Alt", "Shift")
MOST = 3


def valid_keys(keys: str) -> str:
    """`keys` as they are; raises ValueError for what is no list of key combinations."""
    combinations = keys.split(" ") if keys else []
    if len(combinations) > MOST or not all(_is_combination(one) for one in combinations):
        raise ValueError("write keys as Ctrl+Alt+N, several after spaces")
    return keys


def _is_combination(text: str) -> bool:
    """Modifiers in their order, each at most once, then one key: a printable character or a name such as "Escape"."""
    # The plus sign is a key, too: "Ctrl++".
    before, key = (text[:-2], "+") if text.endswith("++") else ("", "+") if text == "+" else text.rpartition("+")[::2]
    modifiers = before.split("+") if before else []
    in_order = [name for name in MODIFIERS if name in modifiers] == modifiers
    return in_order and _is_key(key)


def _is_key(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable() and not key.isspace() and key == key.upper()
    return 2 <= len(key) <= 12 and key.isascii() and key.isalnum() and key not in MODIFIERS
