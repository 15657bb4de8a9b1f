"""The one way to find out who acts, for HTTP requests, websockets and Reflex events alike."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from chat_app.errors import NotAuthenticatedError
from chat_app.i18n import preferred_language
from chat_app.services.accounts.throttle import network_of
from chat_app.services.kernel.actor import Actor
from chat_app.settings import LOOPBACK_HOSTS, Settings

SECURE_COOKIE = "__Host-parley"
PLAIN_COOKIE = "parley_session"
DEVICE_COOKIE = "parley_device"

# A request that somebody passed on is not from this machine, whatever its address says.
FORWARDING_HEADERS = frozenset(
    {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "cf-connecting-ip", "true-client-ip"}
)


@dataclass(frozen=True, slots=True)
class Knock:
    """A request, as far as it tells who comes: lower-case header names, the peer's address, "http" or "https"."""

    headers: Mapping[str, str]
    peer: str
    scheme: str = "http"

    @property
    def token(self) -> str:
        """The session's secret in the cookie of this scheme, or ""."""
        return read_cookie(self.headers.get("cookie", ""), cookie_name(self.scheme))

    @property
    def device_cookie(self) -> str:
        """The accounts that were used in this browser before (`known_devices.py`), or ""."""
        return read_cookie(self.headers.get("cookie", ""), device_cookie_name(self.scheme))

    @property
    def bearer(self) -> str | None:
        """The key or token of a program, "" for a header that is none; None without one. Other schemes are a proxy's."""
        given = self.headers.get("authorization", "")
        if not any(part.strip().lower().startswith("bearer") for part in given.split(",")):
            return None
        scheme, _, bearer = given.partition(" ")
        return bearer.strip() if scheme.lower() == "bearer" else ""


class Authenticator:
    """Turns a knock into an actor. Nothing else in Parley does."""

    def __init__(
        self,
        settings: Settings,
        owner: Callable[[], Awaitable[Actor]],
        actor_of_session: Callable[[str, bool], Awaitable[Actor | None]],
        actor_of_program: Callable[[str], Awaitable[Actor | None]] | None = None,
    ) -> None:
        self._settings = settings
        self._owner = owner
        self._actor_of_session = actor_of_session
        self._actor_of_program = actor_of_program

    async def authenticate(self, knock: Knock, *, is_activity: bool = True) -> Actor:
        """Who comes; raises `NotAuthenticatedError`. A watcher that only looks after a session is no activity in it.

        A browser on this machine is the owner as long as we listen to this machine only; everybody else
        needs the cookie of a login session. Whoever brings a bearer is a program, and nobody if the bearer is wrong.
        """
        if (bearer := knock.bearer) is not None:
            actor = await self._actor_of_program(bearer) if self._actor_of_program else None
        elif self.is_local(knock):
            actor = await self._owner()
        else:
            actor = await self._actor_of_session(knock.token, is_activity)
        if actor is None:
            raise NotAuthenticatedError("api_keys.error.refused") if bearer is not None else NotAuthenticatedError
        language = actor.language or preferred_language(knock.headers.get("accept-language", ""))
        return replace(actor, language=language, network=network_of(knock.peer))

    def is_local(self, knock: Knock) -> bool:
        """Whether this is a program or a page of ours on this machine, and we serve nobody else."""
        headers = knock.headers
        return (
            self._settings.without_login
            and is_loopback_address(knock.peer)
            and host_name(headers.get("host", "")) in LOOPBACK_HOSTS
            and headers.get("origin", self._settings.allowed_origins[0]) in self._settings.allowed_origins
            and headers.get("sec-fetch-site") not in {"cross-site", "same-site"}
            and FORWARDING_HEADERS.isdisjoint(headers)
        )


def cookie_name(scheme: str) -> str:
    """Over https the name itself makes browsers insist on Secure, Path=/ and this host."""
    return SECURE_COOKIE if scheme in {"https", "wss"} else PLAIN_COOKIE


def device_cookie_name(scheme: str) -> str:
    """As `cookie_name`, for the mark of a known device."""
    return f"__Host-{DEVICE_COOKIE}" if scheme in {"https", "wss"} else DEVICE_COOKIE


def read_cookie(header: str, name: str) -> str:
    """The value of a cookie, or "". Ours are never quoted; what other programs of this host write does not keep us from reading them."""
    for pair in header.split(";"):
        found, _, value = pair.strip().partition("=")
        if found == name:
            return value
    return ""


def is_loopback_address(peer: str) -> bool:
    """127.0.0.0/8, ::1, and IPv4 written as IPv6."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def host_name(host: str) -> str:
    """The name in a Host header, in lower case, without port and brackets; "" for what is no host."""
    name, bracket, rest = host.lower().rpartition("]") if host.startswith("[") else ("", "", host.lower())
    if bracket:
        return name[1:] if not rest or (rest[0] == ":" and rest[1:].isdigit()) else ""
    name, colon, port = rest.partition(":")
    return name if not colon or port.isdigit() else ""
