"""Which addresses may be opened: only those of the public internet."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable

from yarl import URL

from chat_app.errors import InvalidInputError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]

MAX_URL = 2_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_6TO4 = ipaddress.ip_network("2002::/16")
_TEREDO = ipaddress.ip_network("2001::/32")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


class AddressRefusedError(InvalidInputError):
    """The URL is not one we open; why is not told, or our network could be explored by asking."""

    default_key = "error.address_refused"


def checked_url(text: str) -> URL:
    """Parse a URL that somebody gave; raises `AddressRefusedError`.

    Backslashes, blanks and credentials are refused rather than interpreted: two parsers that understand them
    differently are how checks are passed by. The same parsed object is checked and requested.
    """
    if len(text) > MAX_URL or _UNSAFE.search(text):
        raise AddressRefusedError
    try:
        url = URL(text)
        port = url.port
    except ValueError:
        raise AddressRefusedError from None
    if url.scheme not in {"http", "https"} or not url.host or not port or url.user is not None or url.password is not None:
        raise AddressRefusedError
    return url


async def public_addresses(url: URL, resolve: Resolver) -> list[str]:
    """All addresses of the URL's host; raises `AddressRefusedError` when even one is not public, or there is none."""
    found = await resolved(url, resolve)
    if not all(is_public(ipaddress.ip_address(address.partition("%")[0])) for address in found):
        raise AddressRefusedError
    return found


async def resolved(url: URL, resolve: Resolver) -> list[str]:
    """All addresses of the URL's host, wherever they are; raises `AddressRefusedError` when there is none."""
    host = url.host or ""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        found = await resolve(host, url.port or 0)
    except (OSError, UnicodeError):
        raise AddressRefusedError from None
    if not found:
        raise AddressRefusedError
    return found


async def system_resolver(host: str, port: int) -> list[str]:
    """Ask the operating system, like every other program here does."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(answer[4][0]) for answer in answers]


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the public internet, also through every way to write IPv4 as IPv6."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _embedded_ipv4(address)) is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    value = int(address)
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in _NAT64 or (value >> 32 == 0 and value > 1):
        return ipaddress.IPv4Address(value & 0xFFFFFFFF)
    if address in _6TO4:
        return ipaddress.IPv4Address(value >> 80 & 0xFFFFFFFF)
    # Teredo hides the client's address by inverting its bits (RFC 4380 §4).
    return ipaddress.IPv4Address(~value & 0xFFFFFFFF) if address in _TEREDO else None
