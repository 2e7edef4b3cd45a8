"""The key is shown nowhere."""

from __future__ import annotations

import ssl
import traceback

import pytest
from conftest import Naps
from plm import KEY, FakePLM

from blueplm import (
    BluePLM,
    BluePLMError,
    ConfigurationError,
    HTTPTransport,
    Request,
    Response,
    Transport,
    TransportError,
)
from blueplm._transport import Headers


def everything_about(error: BaseException) -> str:
    """The traceback as the most talkative tools print it: with the variables of each frame, and the causes."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    return "".join(lines) + repr(error) + repr(vars(error))


def test_repr(plm: FakePLM, client: BluePLM) -> None:
    client.whoami()
    assert repr(client) == f"<BluePLM {plm.url}>"
    session = client._session
    assert session is not None
    assert KEY not in repr(vars(client)) + repr(vars(session)) + repr(vars(session._transport))


@pytest.mark.parametrize("fault", [401, 429, 500, "drop", (200, {"Content-Length": "99"}, b""), (200, {}, b"x")])
def test_traceback_with_variables(plm: FakePLM, naps: Naps, fault: object) -> None:
    plm.faults = [fault] * 9
    with BluePLM(plm.url, KEY, timeout=0.2) as client:
        with pytest.raises(BluePLMError) as caught:
            client.update_part("1", {"a": 1})
    assert KEY not in everything_about(caught.value)


@pytest.mark.parametrize("fault", ["drop", (200, {"Content-Length": "99", "Connection": "close"}, b"")])
def test_error_of_the_transport_itself(plm: FakePLM, fault: object) -> None:
    plm.faults = [fault]
    request = Request("PATCH", plm.url, Headers({"Authorization": f"Bearer {KEY}"}), b"{}")
    transport = HTTPTransport()
    with pytest.raises(TransportError) as caught:
        transport.send(request, 5)
    assert caught.value.__context__ is None
    assert KEY not in everything_about(caught.value)


def test_refused_connection(naps: Naps) -> None:
    with BluePLM("http://127.0.0.1:1", KEY) as client, pytest.raises(BluePLMError) as caught:
        client.get_parts()
    assert KEY not in everything_about(caught.value)


def test_server_that_echoes_the_key(plm: FakePLM, client: BluePLM) -> None:
    body = {"error": KEY, "message": f"bad token {KEY}", "details": [{"field": "key", "message": KEY}]}
    plm.faults = [(401, {}, body)]
    with pytest.raises(BluePLMError) as caught:
        client.whoami()
    assert KEY not in str(caught.value) + repr(vars(caught.value))
    assert "bad token ***" in str(caught.value)


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}\r\nX-Other: 1", f"{KEY} x", f"{KEY}ä"])
def test_unusable_key(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        BluePLM("http://127.0.0.1:1", key)
    assert KEY not in str(caught.value)


def test_redirect_does_not_take_the_key_along(plm: FakePLM, client: BluePLM) -> None:
    plm.faults = [(302, {"Location": plm.origin + "/elsewhere"}, {})]
    with pytest.raises(BluePLMError, match="redirect"):
        client.whoami()
    assert len(plm.calls) == 1


def test_request_repr() -> None:
    class Curious(Transport):
        seen = ""

        def send(self, request: Request, timeout: float) -> Response:
            self.seen = f"{request!r} {request.headers!r}"
            return Response(200, {}, b'{"user": {}}')

    transport = Curious()
    BluePLM("http://x", KEY, transport=transport).whoami()
    assert "Authorization" in transport.seen
    assert KEY not in transport.seen


def test_https_checks_certificates() -> None:
    connection = HTTPTransport()._make("https", "plm.example.com", None)
    context = connection._context  # type: ignore[attr-defined]
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
