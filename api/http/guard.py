"""What every request passes: access, limits of its body, headers of its answer, one line in the log."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
import traceback
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dutygraph.api.http.access import Access
from dutygraph.api.http.problems import Refused, problem

_log = logging.getLogger("dutygraph.http")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise itself; a page brings a policy of its own."""

_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_LONGEST_LOGGED = 200


@dataclass(frozen=True)
class Limits:
    """Bytes of a body, by path where one takes more than the others, and how slowly it may come.

    A body must have come within `grace` seconds and one more for every `rate` bytes.
    """

    body: int = 64_000
    bodies: tuple[tuple[str, int], ...] = (
        ("/api/v1/documents", 250_000_000),
        ("/documents", 250_000_000),
        ("/api/v1/whatif", 256_000),
    )
    grace: float = 20.0
    rate: int = 10_000

    def most(self, path: str) -> int:
        """Bytes that a body sent to `path` may have."""
        return dict(self.bodies).get(path, self.body)


class Guard:
    """The application inside its guard, for ASGI servers."""

    def __init__(self, app: ASGIApp, *, access: Access, limits: Limits) -> None:
        self._app = app
        self._access = access
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = _Said(send)
        started = time.perf_counter()
        try:
            headers = Headers(scope=scope)
            self._access.check(scope["method"], scope["path"], headers)
            body = _Body(receive, self._limits, self._limits.most(scope["path"]))
            body.check_length(headers.get("content-length"))
            await self._app(scope, body, said)
        except Refused as refused:
            await refused.response(scope, receive, said)
        except ClientDisconnect:
            said.status = said.status or 499
        except Exception as error:
            # Where it broke, without the message: that may quote a document.
            places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
            _log.error(json.dumps({"request_id": said.id, "error": type(error).__name__, "at": places}))
            if not said.status:
                what = f"Report it with the log of request {said.id}."
                await problem(500, "HouseError", "The server broke.", what)(scope, receive, said)
        finally:
            self._tell(scope, said, time.perf_counter() - started)

    def _tell(self, scope: Scope, said: _Said, seconds: float) -> None:
        if not _log.isEnabledFor(logging.INFO):
            return
        client = scope.get("client") or ("",)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "request_id": said.id,
            "client": client[0],
            "method": scope["method"],
            "path": scope["path"][:_LONGEST_LOGGED],  # without the query, which may hold words of documents
            "status": said.status,
            "bytes": said.bytes,
            "ms": round(seconds * 1000, 1),
        }
        _log.info(json.dumps(line))


class _Said:
    """Sends an answer with the headers that every answer has, and remembers what was sent."""

    def __init__(self, send: Send) -> None:
        self.id = secrets.token_hex(8)
        self.status = 0
        self.bytes = 0
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message["headers"])
            said = {name for name, _ in headers}
            headers += [header for header in _RAW_HEADERS if header[0] not in said]
            headers.append((b"x-request-id", self.id.encode()))
            if self.status in (408, 413):
                headers.append((b"connection", b"close"))  # what is still on its way is not wanted
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
        await self._send(message)


class _Body:
    """Receives a body and refuses one that is too long or too slow, before it is kept anywhere."""

    def __init__(self, receive: Receive, limits: Limits, most: int) -> None:
        self._receive = receive
        self._limits = limits
        self._most = most
        self._got = 0
        self._since = time.monotonic()
        self._ended = False

    def check_length(self, announced: str | None) -> None:
        """Raises Refused (413) for a length that is told and too long."""
        if announced is not None and announced.isdecimal() and int(announced) > self._most:
            raise self._too_long()

    async def __call__(self) -> Message:
        if self._ended:  # what comes now is only whether the client is still there
            return await self._receive()
        until = self._since + self._limits.grace + self._got / self._limits.rate
        try:
            message = await asyncio.wait_for(self._receive(), max(until - time.monotonic(), 0))
        except asyncio.TimeoutError:
            raise Refused(
                408, "TooSlow", "The request came too slowly.",
                f"Send it with {self._limits.rate} bytes a second or more.",
            ) from None  # fmt: skip
        self._got += len(message.get("body", b""))
        if self._got > self._most:
            raise self._too_long()
        self._ended = not message.get("more_body", False)
        return message

    def _too_long(self) -> Refused:
        return Refused(
            413, "TooLarge", "The request is too large.",
            f"At most {self._most} bytes are taken here; send less at once.",
        )  # fmt: skip
