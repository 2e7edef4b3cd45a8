from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Naps
from plm import KEY, FakePLM
from proxy import FakeProxy
from test_package import ALL_NAMES, python

from blueplm import BluePLM, ConfigurationError, HTTPTransport, PermissionDenied, ServerError, TransportError
from blueplm._proxy import find

SENTENCE = "erp.example.com is not on this script's list: add it to network.hosts"
PART = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProxy]:
    proxy = FakeProxy()
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("https_proxy", proxy.url)
    yield proxy
    proxy.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        assert os.environ.get("CI") != "true", "the tests of TLS need openssl"
        pytest.skip("openssl is not installed")
    pem = tmp_path_factory.mktemp("tls") / "server.pem"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    files = ["-addext", "subjectAltName=DNS:localhost", "-keyout", f"{pem}.key", "-out", str(pem)]
    subprocess.run([openssl, *request, *files], check=True, capture_output=True)
    return pem


@pytest.fixture
def secure(plm: FakePLM, certificate: Path) -> str:
    """The server with TLS in front, as https://localhost:port/plm."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    plm.server.socket = context.wrap_socket(plm.server.socket, server_side=True)
    return plm.url.replace("http://127.0.0.1", "https://localhost")


def trusting(certificate: Path) -> HTTPTransport:
    return HTTPTransport(ssl.create_default_context(cafile=str(certificate)))


def test_requests_are_sent_in_absolute_form_over_one_connection(plm: FakePLM, proxy: FakeProxy) -> None:
    with BluePLM(plm.url, KEY) as client:
        assert [part["number"] for part in client.get_parts(limit=2)] == ["BR-00001", "BR-00002"]
        client.update_part(PART, {"revision": "B"})
    assert proxy.lines[0].startswith(f"GET {plm.url}/parts?")
    assert proxy.lines[-1] == f"PATCH {plm.url}/parts/{PART}"
    assert {headers["host"] for headers in proxy.headers} == {plm.url.split("/")[2]}
    assert proxy.connections == 1
    assert plm.parts[0]["revision"] == "B"
    assert len(plm.calls) == len(proxy.lines)


def test_one_connection_to_the_proxy_serves_all_servers(plm: FakePLM, proxy: FakeProxy) -> None:
    other = FakePLM()
    transport = HTTPTransport()
    try:
        for server in (plm, other, plm):
            BluePLM(server.url, KEY, transport=transport).whoami()
    finally:
        transport.close()
        other.stop()
    assert proxy.connections == 1
    assert len(other.calls) == 1


def test_upper_case_and_no_scheme(plm: FakePLM, proxy: FakeProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("http_proxy")
    monkeypatch.setenv("HTTP_PROXY", proxy.place)
    with BluePLM(plm.url, KEY) as client:
        client.whoami()
    assert len(proxy.lines) == 1


def test_no_proxy_goes_straight(plm: FakePLM, proxy: FakeProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "erp.example.com, 127.0.0.1")
    with BluePLM(plm.url, KEY) as client:
        client.whoami()
    assert proxy.lines == []
    assert len(plm.calls) == 1


@pytest.mark.parametrize(
    ("no_proxy", "host", "port", "straight"),
    [
        ("", "erp.example.com", None, False),
        (" , ,", "erp.example.com", None, False),
        (".", "erp.example.com", None, False),
        ("*", "erp.example.com", None, True),
        ("erp.example.com", "erp.example.com", 8443, True),
        ("ERP.example.com", "erp.EXAMPLE.com", None, True),
        ("example.com", "erp.example.com", None, True),
        (".example.com", "erp.example.com", None, True),
        (".example.com", "example.com", None, True),
        ("example.com", "badexample.com", None, False),
        ("erp.example.com:8443", "erp.example.com", 8443, True),
        ("erp.example.com:8443", "erp.example.com", 443, False),
        ("other.example, 127.0.0.1", "127.0.0.1", 1, True),
        ("localhost,::1", "::1", None, True),
    ],
)
def test_no_proxy_is_read_as_urllib_does(
    no_proxy: str, host: str, port: int | None, straight: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", no_proxy)
    assert (find("https", host, port) is None) == straight
    assert find("http", host, port) is None


def test_a_header_of_a_cgi_script_is_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:3128")
    assert str(find("http", "erp.example.com", None)) == "127.0.0.1:3128"
    monkeypatch.setenv("REQUEST_METHOD", "GET")
    assert find("http", "erp.example.com", None) is None


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "socks5://127.0.0.1:1", "http://", "http://h:x", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", url)
    with BluePLM("http://127.0.0.1:9/plm", KEY) as client:
        with pytest.raises(ConfigurationError, match=r"http://proxy.example.com:3128"):
            client.whoami()


def test_a_refusal_shows_the_proxys_sentence(plm: FakePLM, proxy: FakeProxy, naps: Naps) -> None:
    proxy.refusals = [(403, f"{SENTENCE}\n")]
    with BluePLM(plm.url, KEY) as client:
        with pytest.raises(PermissionDenied) as refused:
            client.whoami()
        assert refused.value.message.startswith(f"GET /auth/me -> 403: {SENTENCE} [request ")
        assert refused.value.status == 403
        proxy.refusals = [(403, SENTENCE)]
        with pytest.raises(PermissionDenied, match=r"PATCH .* -> 403: erp.example.com is not on"):
            client.update_part(PART, {"revision": "B"})
        assert plm.calls == []
        assert naps.taken == []
        proxy.refusals = [(502, "the name erp.example.com has no address")] * 5
        with pytest.raises(ServerError, match=r"502: the name erp.example.com has no address"):
            client.whoami()
        client.whoami()


def test_an_unreachable_server_is_tried_again(plm: FakePLM, proxy: FakeProxy, naps: Naps) -> None:
    proxy.refusals = [(502, "no connection"), (504, "too slow"), None]
    with BluePLM(plm.url, KEY) as client:
        client.whoami()
    assert len(naps.taken) == 2


def test_the_key_is_not_shown_even_if_the_proxy_quotes_it(plm: FakePLM, proxy: FakeProxy) -> None:
    proxy.refusals = [(403, f"refused: Authorization: Bearer {KEY} " + "x" * 10_000)]
    with BluePLM(plm.url, KEY) as client:
        with pytest.raises(PermissionDenied) as refused:
            client.whoami()
    assert KEY not in str(refused.value)
    assert len(refused.value.message) < 700


def test_a_proxy_that_is_away_is_named(plm: FakePLM, monkeypatch: pytest.MonkeyPatch, naps: Naps) -> None:
    proxy = FakeProxy()
    proxy.stop()
    monkeypatch.setenv("http_proxy", proxy.url)
    with BluePLM(plm.url, KEY, max_retries=1) as client:
        with pytest.raises(TransportError, match=f"through the proxy {proxy.place}: .*refused") as failed:
            client.whoami()
    assert not failed.value.sent
    assert len(naps.taken) == 1


def test_a_password_is_sent_to_the_proxy_alone_and_not_shown(plm: FakePLM, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = FakeProxy()
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://me:p%40ss@{proxy.place}")
    proxy.refusals = [None, (407, "who are you?")]
    with BluePLM(plm.url, KEY) as client:
        client.whoami()
    with pytest.raises(TransportError) as refused:
        BluePLM("https://erp.example.com", KEY, max_retries=0).whoami()
    proxy.stop()
    with pytest.raises(TransportError) as away:
        BluePLM(plm.url, KEY, max_retries=0).whoami()
    assert {headers["proxy-authorization"] for headers in proxy.headers} == {"Basic bWU6cEBzcw=="}
    for error in (refused, away):
        assert proxy.place in str(error.value)
        assert "p@ss" not in str(error.value)
        assert "p%40ss" not in str(error.value)


def test_https_goes_through_a_tunnel_that_is_kept(secure: str, certificate: Path, proxy: FakeProxy) -> None:
    with BluePLM(secure, KEY, transport=trusting(certificate)) as client:
        assert client.whoami()["org_id"] == "o1"
        assert len(client.get_parts()) == 3
    place = secure.split("/")[2]
    assert proxy.lines == [f"CONNECT {place}"]
    assert proxy.headers[0]["host"] == place
    assert "authorization" not in proxy.headers[0]


def test_the_servers_certificate_is_checked_through_the_tunnel(secure: str, proxy: FakeProxy) -> None:
    with BluePLM(secure, KEY) as client:
        with pytest.raises(TransportError, match="CERTIFICATE_VERIFY_FAILED"):
            client.whoami()
    assert len(proxy.lines) == 1


def test_a_refused_tunnel_shows_the_proxys_sentence(proxy: FakeProxy, naps: Naps) -> None:
    proxy.refusals = [(403, f"{SENTENCE}\n")]
    with BluePLM("https://erp.example.com/plm", KEY) as client:
        with pytest.raises(TransportError) as refused:
            client.whoami()
    assert f"https://erp.example.com through the proxy {proxy.place}: it was refused: 403 {SENTENCE}" in str(
        refused.value
    )
    assert not refused.value.sent
    assert not refused.value.retryable
    assert naps.taken == []
    assert proxy.lines == ["CONNECT erp.example.com:443"]


def test_a_tunnel_that_could_not_be_made_is_tried_again(
    secure: str, certificate: Path, proxy: FakeProxy, naps: Naps
) -> None:
    proxy.refusals = [(502, "no connection"), None]
    with BluePLM(secure, KEY, transport=trusting(certificate)) as client:
        client.update_part(PART, {"revision": "B"})
    assert len(naps.taken) == 1


def test_a_proxy_that_says_nothing_is_given_up(plm: FakePLM, monkeypatch: pytest.MonkeyPatch, naps: Naps) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with BluePLM("https://erp.example.com/plm", KEY, timeout=0.2, max_retries=0) as client:
            with pytest.raises(TransportError, match=r"no connection within 0.2 s") as failed:
                client.whoami()
    assert not failed.value.sent


def test_many_threads_share_the_proxy(plm: FakePLM, proxy: FakeProxy) -> None:
    with BluePLM(plm.url, KEY) as client, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: client.whoami()["org_id"], range(40)))
    assert answers == ["o1"] * 40
    assert len(plm.calls) == 40
    assert proxy.connections <= 8


def test_import_stays_lazy_with_a_proxy(plm: FakePLM, proxy: FakeProxy) -> None:
    code = f"""
import sys
{ALL_NAMES}
print("blueplm._proxy" in sys.modules, "http.client" in sys.modules)
client.whoami()
print("blueplm._proxy" in sys.modules, "urllib.request" in sys.modules)
"""
    proxied = {"BLUEPLM_API_URL": plm.url, "BLUEPLM_API_KEY": KEY, "http_proxy": proxy.url}
    assert python(code, **proxied) == "False False\nTrue False\n"
    assert len(proxy.lines) == 1
    assert python(code, **{**proxied, "http_proxy": "", "https_proxy": ""}) == "False False\nFalse False\n"
