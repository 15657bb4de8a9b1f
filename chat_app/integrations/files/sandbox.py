"""What a process that reads strangers' files gives up before it begins: memory, time, the network, other programs."""

from __future__ import annotations

import ctypes
import sys
from typing import NoReturn

MEMORY = 1 << 30
CPU_SECONDS = 60
OUTPUT = 100_000_000
OPEN_FILES = 64
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FORBIDDEN = (
    # Libraries that are loaded already may be called (PDFium is one); nothing new is loaded, no address is looked at.
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "ctypes.dl",
    "ctypes.call",
    "ctypes.cdata",
    "ctypes.string_at",
    "pty.",
    "webbrowser.",
    "urllib.",
    "ftplib.",
    "smtplib.",
)


def give_up_rights() -> None:
    """Limit this process for the rest of its life."""
    limit_process()
    sys.addaudithook(_refuse)


def limit_process() -> None:
    """Give up memory, time and the network alone: what follows is another program, which keeps these limits."""
    if sys.platform != "win32":
        _limit()
    _leave_network()


def _limit() -> None:
    import resource  # noqa: PLC0415  (Windows has none)

    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))


def _leave_network() -> None:
    """A network namespace of its own has no network at all; kernels that do not allow it leave the audit hook."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(_NEW_USER | _NEW_NET)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(f"a reader of files may not do {event}")
