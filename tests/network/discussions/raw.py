"""A socket without a library: it reads when the test wants it, and counts the bytes on the wire."""

import base64
import json
import os
import socket
import struct


class RawSocket:
    def __init__(self, person, *, receive_buffer=None):
        self.wire = socket.socket()
        if receive_buffer:
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.wire.settimeout(30)
        self.wire.connect(("127.0.0.1", person.server.port))
        self.sent = self.received = 0
        self._left = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self._send(
            "GET /ws/v1/?language=en HTTP/1.1\r\nHost: localhost:8000\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\nOrigin: http://localhost:8000\r\n"
            f"Cookie: s={person.cookie}\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self._left:
            self._read()
        head, _end, self._left = self._left.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head

    def say(self, **frame):
        text = json.dumps(frame).encode()
        assert len(text) < 65536
        length = (
            bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack("!H", len(text))
        )
        # Masked with zeros: the same bytes, and allowed.
        self._send(b"\x81" + length + b"\0\0\0\0" + text)

    def hear(self):
        """Return the next frame as an object, or the code of a close, or None at the end."""
        while True:
            if found := self._cut():
                kind, text = found
                return struct.unpack("!H", text[:2])[0] if kind == 8 else json.loads(text)
            if not self._read():
                return None

    def _cut(self):
        data = self._left
        if len(data) < 2:
            return None
        length, at = data[1] & 127, 2
        if length > 125:
            at, form = (4, "!H") if length == 126 else (10, "!Q")
            if len(data) < at:
                return None
            length = struct.unpack(form, data[2:at])[0]
        if len(data) < at + length:
            return None
        self._left = data[at + length :]
        return data[0] & 15, data[at : at + length]

    def _read(self):
        data = self.wire.recv(65536)
        self.received += len(data)
        self._left += data
        return data

    def _send(self, data):
        self.sent += len(data)
        self.wire.sendall(data)

    def close(self):
        self.wire.close()
