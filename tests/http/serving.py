"""An application behind a real server on the loopback, in a thread of this process."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple

import uvicorn
from fastapi import FastAPI


class Said(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document that it must be."""
        assert self.headers["content-type"] == "application/problem+json", self
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        assert found["detail"]
        return found


@contextmanager
def serving(app: FastAPI) -> Iterator[int]:
    """The port of a server that runs until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    started = threading.Event()

    def run() -> None:
        try:
            server.run(sockets=[listening])
        finally:
            started.set()

    real = server.startup

    async def startup(*given: Any, **named: Any) -> None:
        await real(*given, **named)
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def call(port: int, method: str, path: str, body: Any = None, **headers: str) -> Said:
    """One request over a connection of its own; `_` in the name of a header stands for `-`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named, encode_chunked=hasattr(body, "__next__"))
        return received(connection)
    finally:
        connection.close()


def received(connection: HTTPConnection) -> Said:
    """The answer on a connection."""
    answer = connection.getresponse()
    return Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
