"""Places where a test lets its process die, to see what is left behind.

Nothing but a test arms one: there is no setting for it, and reaching a place that is not armed costs a comparison of strings.
"""

from __future__ import annotations

import os
import signal

_armed = ""


def arm(name: str) -> None:
    """Let this process die when it comes to the place of this name; "" for none."""
    global _armed  # noqa: PLW0603  (of this process, as its death is)
    _armed = name


def reached(name: str) -> None:
    """A place where a process may die. It does so as by kill -9: nothing is tidied up."""
    if _armed == name:
        os.kill(os.getpid(), signal.SIGKILL)
