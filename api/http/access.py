"""Who may ask and who may change, and from where: tokens, hosts, origins, looked at before a route is reached."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from dutygraph.api.http.problems import Refused

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
"""What a supervisor may ask without a token."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_READING_POSTS = frozenset({"/api/v1/whatif"})
"""What is sent to be answered, and changes nothing."""


@dataclass(frozen=True)
class Access:
    """Tokens and the names by which the server is called; None where none is asked for.

    With a read token and no write token nothing can be changed. A write token reads too.
    """

    read_token: str | None = None
    write_token: str | None = None
    hosts: frozenset[str] = LOOPBACK_NAMES

    @property
    def read_only(self) -> bool:
        """Whether nobody may change anything."""
        return self.read_token is not None and self.write_token is None

    def check(self, method: str, path: str, headers: Headers) -> None:
        """Raises Refused (421, 403, 401) where a request may not go on."""
        if _host(headers.get("host", "")) not in self.hosts:
            raise Refused(
                421, "Host", "This server is not called that.",
                "Call it by a name it knows: a loopback name, or one given with `dutygraph serve --host-name`.",
            )  # fmt: skip
        if path in OPEN_PATHS:
            return
        changes = method not in _READING and path not in _READING_POSTS
        if method not in _READING:
            _check_origin(headers)
        given = _token(headers.get("authorization", ""))
        if changes and self.read_only:
            raise Refused(
                403, "ReadOnly", "This server is read-only.",
                "Its owner can start it with DUTYGRAPH_WRITE_TOKEN to allow changes.",
            )  # fmt: skip
        needed = self._needed(changes)
        if needed and not any(_equal(given, token) for token in needed):
            name = "DUTYGRAPH_WRITE_TOKEN" if changes else "DUTYGRAPH_READ_TOKEN"
            raise Refused(
                401, "Unauthorized", "A token is needed.",
                f"Send Authorization: Bearer <{name}>, or the token as the password of a login.",
            )  # fmt: skip

    def _needed(self, changes: bool) -> list[str]:
        """The tokens of which one is asked for; none where it is open."""
        if not changes and self.read_token is None:
            return []
        tokens = (self.write_token,) if changes else (self.read_token, self.write_token)
        return [token for token in tokens if token is not None]


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host(value: str) -> str:
    """The name in a Host header, in lower case, without port and brackets; '' where it is none."""
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return ""


def _check_origin(headers: Headers) -> None:
    """A page of another site must not send with the rights of whoever looks at it."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    foreign = site not in ("same-origin", "none") if origin is None else _authority(origin) != headers.get("host")
    if foreign:
        raise Refused(
            403, "Origin", "A page of another site sent this.",
            "Send it from a page of this server, or from a program without an Origin header.",
        )  # fmt: skip


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _token(value: str) -> str:
    """The token of an Authorization header: a bearer's, or the password of a login, which browsers can send."""
    kind, _, given = value.partition(" ")
    if kind.lower() == "bearer":
        return given.strip()
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _equal(given: str, token: str) -> bool:
    """Compared as digests, so that the time tells neither content nor length."""
    return hmac.compare_digest(hashlib.sha256(given.encode()).digest(), hashlib.sha256(token.encode()).digest())
