"""Which passwords are too easy to guess, besides those that are too short.

Whoever guesses begins with lists of common passwords, with what stands on the keyboard side by side, and with what is
known about the person. The list is that of zxcvbn (common_passwords.LICENSE.txt).
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from chat_app.errors import InvalidInputError

MIN_LENGTH = 12
MAX_LENGTH = 128
FEWEST_CHARACTERS = 5
LONGEST_UNIT = 8
"""What is longer than this and repeated is not simple."""
LEAST_REST = 5
"""What has to be left of a password without the words that anybody could think of."""

_LIST = Path(__file__).with_name("common_passwords.txt.gz")
_ROWS = ("1234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_STEPS = frozenset(pair for row in _ROWS for line in (row, row[::-1]) for pair in pairwise(line))
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_WORDS = re.compile(r"[^\W\d_]{3,}")


def check_password_rules(password: str, *personal: str) -> None:
    """Raise `InvalidInputError` for a password we do not take; `personal` is what is known of the person: name, address.

    There is no rule about kinds of characters (ASVS 6.2.5).
    """
    if len(password) < MIN_LENGTH:
        raise InvalidInputError("auth.error.password_short", min=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise InvalidInputError("auth.error.password_long", max=MAX_LENGTH)
    if len(set(password)) < FEWEST_CHARACTERS:
        raise InvalidInputError("auth.error.password_plain")
    lower = password.lower()
    if is_common(lower):
        raise InvalidInputError("auth.error.password_common")
    if _is_personal(lower, personal):
        raise InvalidInputError("auth.error.password_personal")


def is_common(password: str) -> bool:
    """Whether it is on the list, as it is or with figures and signs around it, a repetition, or a walk over the keyboard."""
    return bool(common_passwords() & {password, _ENDS.sub("", password)}) or _is_repetition(password) or _is_walk(password)


@cache
def common_passwords() -> frozenset[str]:
    """The 30,000 most common ones in lower case; read when the first password is set, not at the start."""
    return frozenset(gzip.decompress(_LIST.read_bytes()).decode().split("\n"))


def _is_repetition(password: str) -> bool:
    period = (password + password).find(password, 1)
    return period < len(password) and (period <= LONGEST_UNIT or password[:period] in common_passwords())


def _is_walk(password: str) -> bool:
    """Whether three of four characters stay where the one before is, or go on beside it."""
    steps = sum(one == two or (one, two) in _STEPS for one, two in pairwise(password))
    return steps * 4 >= 3 * (len(password) - 1)


def _is_personal(password: str, personal: tuple[str, ...]) -> bool:
    words = {word for text in personal for word in _WORDS.findall(text.lower())} | {"parley"}
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != password and len(_ENDS.sub("", rest)) < LEAST_REST
