"""A TCP proxy that breaks connections as networks do: drop, delay, cut in the middle of a message, half-close."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["none", "refuse", "cut", "half", "drop", "delay"]
FAULTS: tuple[Fault, ...] = ("refuse", "cut", "half", "drop", "delay")

_LINGER = struct.pack("ii", 1, 0)
"""Closing sends a reset, as when a cable is pulled and the peer comes back without knowing the connection."""


@dataclass
class Proxy:
    """Listens on loopback and passes everything on; a context manager. `share` of the connections get a fault, after
    some number of bytes that the dice choose."""

    target: tuple[str, int]
    pick: random.Random
    share: float = 0.5
    faults: tuple[Fault, ...] = FAULTS
    most_bytes: int = 60_000
    happened: list[Fault] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list, repr=False)

    def __enter__(self) -> Proxy:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for each in list(self._open):
            _close(each)

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            fault = self.pick.choice(self.faults) if self.pick.random() < self.share else "none"
            if fault != "none":
                self.happened.append(fault)
            if fault == "refuse":
                _close(client)
                continue
            try:
                server = socket.create_connection(self.target, timeout=10)
            except OSError:
                _close(client)
                continue
            server.settimeout(None)
            self._open += (client, server)
            link = _Link(client, server, fault, self.pick.randrange(self.most_bytes), self.pick.choice((True, False)))
            for ends in ((client, server), (server, client)):
                threading.Thread(target=link.carry, args=ends, daemon=True).start()


@dataclass
class _Link:
    client: socket.socket
    server: socket.socket
    fault: Fault
    left: int
    """Bytes from the server, or from the client, until the fault happens."""

    of_server: bool

    def carry(self, source: socket.socket, sink: socket.socket) -> None:
        counted = (source is self.server) == self.of_server
        try:
            while data := source.recv(4096):
                if counted and self.fault != "none" and self.left < len(data):
                    sink.sendall(data[: self.left])
                    data = data[self.left :]
                    if not self._happen(sink):
                        return
                elif counted:
                    self.left -= len(data)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            if self.fault != "drop":
                for each in (source, sink):
                    _close(each)

    def _happen(self, sink: socket.socket) -> bool:
        """Whether the rest is still carried."""
        fault, self.fault = self.fault, "none" if self.fault == "delay" else self.fault
        if fault == "delay":
            time.sleep(0.5)
            return True
        if fault == "half":
            sink.shutdown(socket.SHUT_WR)
            time.sleep(0.2)
        if fault == "cut":
            sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        return False


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
