"""How requests travel. `Transport` is the one place where the network can be swapped for something else."""

from __future__ import annotations

import os

from ._errors import TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from http.client import HTTPConnection
    from ssl import SSLContext

    from ._proxy import Proxy

_MAX_IDLE = 8
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")


class Headers(dict[str, str]):
    """Request headers; the repr names them and keeps the values to itself."""

    def __repr__(self) -> str:
        return f"<headers {', '.join(self)}>"


class Request:
    """One HTTP request; `url` is absolute."""

    __slots__ = ("body", "headers", "method", "url")

    def __init__(self, method: str, url: str, headers: Headers, body: bytes | None = None) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}>"


class Response:
    """One HTTP response, read to its end; header names are lower-case."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.body)} bytes>"


class Transport:
    """Sends a request and answers the response, whatever its status; raises only `TransportError`."""

    def send(self, request: Request, timeout: float) -> Response:
        """Sends; `timeout` in seconds holds for each step (connect, send, each read)."""
        raise NotImplementedError

    def close(self) -> None:
        """Gives back what the transport holds; it may be used again afterwards."""


class HTTPTransport(Transport):
    """The network: connections are kept alive and reused, also by several threads. Redirects are not followed.

    `http_proxy`, `https_proxy` and `no_proxy`, in lower or upper case, are honoured as `urllib` does; one that
    cannot be used is a `ConfigurationError`.
    """

    def __init__(self, ssl_context: SSLContext | None = None) -> None:
        self._ssl_context = ssl_context
        self._idle: list[tuple[str, HTTPConnection]] = []
        self._pid = os.getpid()

    def send(self, request: Request, timeout: float) -> Response:
        from http.client import HTTPException
        from urllib.parse import urlsplit

        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = parts.hostname or "", parts.port
        proxy = _proxy(parts.scheme, host, port)
        headers = request.headers
        home = origin
        if proxy is not None and parts.scheme == "http":
            home = f"proxy {proxy}"  # one connection to the proxy serves all servers
            target = origin + target
            headers = Headers({**headers, **proxy.headers})
        elif proxy is not None:
            home = f"{origin} through {proxy}"
        connection = self._take(home) or self._make(parts.scheme, host, port, proxy)
        sent = False
        answered = False
        retryable = True
        try:
            connection.timeout = timeout
            if connection.sock is None:
                connection.connect()
            else:
                connection.sock.settimeout(timeout)
            sent = True
            connection.request(request.method, target, request.body, headers)
            answer = connection.getresponse()
            response = Response(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            answered = True
        except TimeoutError:
            reason = f"no answer within {timeout:g} s" if sent else f"no connection within {timeout:g} s"
        except OSError as error:
            # A proxy that refuses (4xx) does so again; one that could not reach the server (5xx) may later.
            retryable = "CERTIFICATE_VERIFY_FAILED" not in str(error) and getattr(error, "status", 500) >= 500
            reason = str(error) or type(error).__name__
        except HTTPException as error:
            # Says what kind of damage it was; the text could quote what was sent.
            reason = f"the answer was cut off or unreadable ({type(error).__name__})"
        finally:
            if not answered:
                connection.close()
        if not answered:
            # Raised outside the handler: no frame of http.client, which holds the key, hangs on the error.
            way = f"{origin} through the proxy {proxy}" if proxy is not None else origin
            raise TransportError(f"{way}: {reason}", sent=sent, retryable=retryable)
        if connection.sock is not None and len(self._idle) < _MAX_IDLE:
            self._idle.append((home, connection))
        else:
            connection.close()
        return response

    def close(self) -> None:
        while self._idle:
            self._idle.pop()[1].close()

    def __del__(self) -> None:
        self.close()

    def _take(self, home: str) -> HTTPConnection | None:
        if self._pid != os.getpid():  # after a fork the sockets belong to the parent
            self._idle = []
            self._pid = os.getpid()
        while self._idle:
            try:
                kept, connection = self._idle.pop()
            except IndexError:  # another thread was quicker
                return None
            if kept == home and not _closed_by_server(connection):
                return connection
            connection.close()
        return None

    def _make(self, scheme: str, host: str, port: int | None, proxy: Proxy | None = None) -> HTTPConnection:
        from http.client import HTTPConnection, HTTPSConnection

        if scheme == "http":
            return HTTPConnection(host, port) if proxy is None else HTTPConnection(proxy.host, proxy.port)
        if self._ssl_context is None:
            from ssl import create_default_context

            self._ssl_context = create_default_context()
        if proxy is None:
            return HTTPSConnection(host, port, context=self._ssl_context)
        from ._proxy import TunnelConnection

        return TunnelConnection(proxy, host, port, self._ssl_context)


def _proxy(scheme: str, host: str, port: int | None) -> Proxy | None:
    if not any(os.environ.get(name) for name in _PROXY_VARIABLES):
        return None
    from ._proxy import find

    return find(scheme, host, port)


def _closed_by_server(connection: HTTPConnection) -> bool:
    """Whether an idle connection has something to read: the end, or bytes that nobody asked for."""
    import select

    if not hasattr(select, "poll"):
        return bool(select.select([connection.sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


for _class in (Request, Response, Transport, HTTPTransport):
    _class.__module__ = "blueplm"
