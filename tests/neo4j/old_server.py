"""Just enough of the Bolt protocol to be a server that says it is an old Neo4j."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HELLO, GOODBYE, RUN, BEGIN, PULL = 0x01, 0x02, 0x10, 0x11, 0x3F
SUCCESS, RECORD = 0x70, 0x71


def _pack(value: object) -> bytes:
    """Short texts, lists and maps in PackStream."""
    if isinstance(value, str):
        return bytes([0x80 + len(value)]) + value.encode()
    if isinstance(value, list):
        return bytes([0x90 + len(value)]) + b"".join(map(_pack, value))
    assert isinstance(value, dict)
    return bytes([0xA0 + len(value)]) + b"".join(_pack(part) for pair in value.items() for part in pair)


class _Session(socketserver.StreamRequestHandler):
    server: _Old

    def handle(self) -> None:
        self.rfile.read(20)
        self.wfile.write(self.server.protocol)
        if self.server.protocol == bytes(4):
            return
        while (tag := self._next()) is not None and tag != GOODBYE:
            if tag == HELLO:
                self._send(SUCCESS, {"server": f"Neo4j/{self.server.version}", "connection_id": "bolt-1"})
            elif tag == RUN:
                self._send(SUCCESS, {"fields": ["version"]})
            elif tag == PULL:
                self._send(RECORD, [self.server.version])
                self._send(SUCCESS, {})
            else:
                self._send(SUCCESS, {})

    def _next(self) -> int | None:
        """The tag of the next message; its fields do not matter."""
        message = b""
        while header := self.rfile.read(2):
            [size] = struct.unpack(">H", header)
            if size == 0 and message:
                return message[1]
            message += self.rfile.read(size)
        return None

    def _send(self, tag: int, field: object) -> None:
        message = bytes([0xB1, tag]) + _pack(field)
        self.wfile.write(struct.pack(">H", len(message)) + message + bytes(2))


class _Old(socketserver.ThreadingTCPServer):
    daemon_threads = True
    version = ""
    protocol = b""


@contextmanager
def old_server(version: str, protocol: bytes) -> Iterator[str]:
    """The address of a server of that version; `protocol` is its answer to the handshake, zeros = none in common."""
    with _Old(("127.0.0.1", 0), _Session) as server:
        server.version, server.protocol = version, protocol
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"bolt://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
