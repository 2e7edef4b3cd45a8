"""A forward proxy of our own on loopback: absolute-form requests, CONNECT, refusals in plain text."""

from __future__ import annotations

import socket
import sys
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class FakeProxy:
    """`refusals` are answered first, one a request: a status and a sentence, or None to pass one on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.refusals: list[tuple[int, str] | None] = []
        self.connections = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                proxy.connections += 1
                super().setup()

            def refused(self) -> bool:
                proxy.lines.append(f"{self.command} {self.path}")
                proxy.headers.append({name.lower(): value for name, value in self.headers.items()})
                refusal = proxy.refusals.pop(0) if proxy.refusals else None
                if refusal is None:
                    return False
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.reply(refusal[0], "text/plain; charset=utf-8", refusal[1].encode())
                return True

            def reply(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def forward(self) -> None:
                if self.refused():
                    return
                parts = urlsplit(self.path)
                assert parts.hostname, f"not in absolute form: {self.path}"
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                upstream = HTTPConnection(parts.hostname, parts.port)
                upstream.request(self.command, self.path.split(parts.netloc, 1)[1], body, dict(self.headers.items()))
                answer = upstream.getresponse()
                self.reply(answer.status, answer.headers["Content-Type"], answer.read())
                upstream.close()

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = forward

            def do_CONNECT(self) -> None:
                if self.refused():
                    return
                host, _, port = self.path.rpartition(":")
                upstream = socket.create_connection((host.strip("[]"), int(port)))
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=pour, args=(upstream, self.connection))
                back.start()
                pour(self.connection, upstream)
                back.join()
                upstream.close()
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                if not isinstance(sys.exc_info()[1], ConnectionError):  # the client may hang up
                    super().handle_error(request, client_address)

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.place = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.place}"

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one side is gone: the tunnel ends
