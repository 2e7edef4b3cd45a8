"""The way out through a proxy, by the variables that `urllib` and `requests` know. Loaded when one is set."""

from __future__ import annotations

import os
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import unquote, urlsplit

from ._errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ssl import SSLContext

_MAX_REFUSAL = 4096


class Proxy:
    """A proxy that takes absolute-form requests and CONNECT; its repr does not show a password."""

    __slots__ = ("headers", "host", "port")

    def __init__(self, host: str, port: int, headers: dict[str, str]) -> None:
        self.host = host
        self.port = port
        self.headers = headers

    def __repr__(self) -> str:
        return f"{self.host}:{self.port}"


class Refused(OSError):
    """The proxy did not open a tunnel."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"it was refused: {status} {sentence}".rstrip())
        self.status = status


class TunnelConnection(HTTPSConnection):
    """TLS to a server through a tunnel. Unlike `set_tunnel` it keeps what the proxy says when it refuses."""

    def __init__(self, proxy: Proxy, host: str, port: int | None, context: SSLContext) -> None:
        super().__init__(host, port, context=context)
        self._proxy = proxy
        self._tls = context

    def connect(self) -> None:
        hop = HTTPConnection(self._proxy.host, self._proxy.port, timeout=self.timeout)
        hop.connect()
        try:
            host = f"[{self.host}]" if ":" in self.host else self.host
            lines = [f"CONNECT {host}:{self.port} HTTP/1.1", f"Host: {host}:{self.port}"]
            lines += [f"{name}: {value}" for name, value in self._proxy.headers.items()]
            hop.sock.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1"))
            answer = HTTPResponse(hop.sock, method="CONNECT")
            try:
                answer.begin()
                if not 200 <= answer.status < 300:
                    raise Refused(answer.status, sentence(answer.read(_MAX_REFUSAL)) or answer.reason)
            finally:
                answer.close()
            self.sock = self._tls.wrap_socket(hop.sock, server_hostname=self.host)
        except BaseException:
            hop.close()
            raise


def find(scheme: str, host: str, port: int | None) -> Proxy | None:
    """The proxy for a server; None when there is none or NO_PROXY excepts the server."""
    url = _variable(f"{scheme}_proxy")
    return None if not url or _excepted(host, port) else _parse(url)


def sentence(body: bytes) -> str:
    """The text of a refusal in one line."""
    return " ".join(body.decode("utf-8", "replace").split())[:500]


def _variable(name: str) -> str:
    if name in os.environ:
        return os.environ[name].strip()
    if name == "http_proxy" and "REQUEST_METHOD" in os.environ:
        return ""  # in a CGI script HTTP_PROXY is a header that the caller sent ("httpoxy")
    return os.environ.get(name.upper(), "").strip()


def _excepted(host: str, port: int | None) -> bool:
    for entry in _variable("no_proxy").lower().split(","):
        name = entry.strip().lstrip(".")
        if name == "*":
            return True
        for server in (host.lower(), f"{host.lower()}:{port}"):
            if name and (server == name or server.endswith(f".{name}")):
                return True
    return False


def _parse(url: str) -> Proxy:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host, port = None, 0
    else:
        if parts.scheme != "http":
            host = None
    if not host:
        raise ConfigurationError("http_proxy and https_proxy must look like http://proxy.example.com:3128")
    headers = {}
    if parts.username is not None:
        from base64 import b64encode

        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Proxy-Authorization"] = f"Basic {b64encode(user).decode()}"
    return Proxy(host, port, headers)
