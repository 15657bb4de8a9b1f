"""The other end: what a companion does with its questions."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

from chat_app.integrations.companions.frames import PARENT, Message, framed, read

_PARENT_DEATH = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

Answer = Callable[[Message], Message]


def serve(answer: Answer, *, nice: int = 0) -> None:
    """Answer questions from standard input until it ends. What `answer` raises is the answer's `error`."""
    die_with_parent()
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    while (question := read(questions)) and not _is_orphan():
        answers.write(framed(_answered(answer, question)))
        answers.flush()


def _answered(answer: Answer, question: Message) -> Message:
    try:
        return answer(question)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  (a panic of Rust code is no Exception)
        return Message({"error": type(error).__name__, "detail": str(error)[:500]})


def die_with_parent() -> None:
    """End at once when the app does, however it ends: what it holds is free for the next one. Elsewhere than on Linux the closed pipe has to do."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH, signal.SIGKILL)


def _is_orphan() -> bool:
    """Whether the app ended before the kernel was told to end us with it. What it asked last must not be done after what its successor asks."""
    return os.environ.get(PARENT, str(os.getppid())) != str(os.getppid())  # noqa: TID251  (no setting: the app says who it is)
