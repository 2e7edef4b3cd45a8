from __future__ import annotations

import socket
import threading
import time

import pytest
from conftest import Naps
from plm import KEY, FakePLM

from blueplm import (
    AuthenticationError,
    BluePLM,
    BluePLMError,
    Conflict,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    TransportError,
    Unsupported,
    ValidationFailed,
)

PART = "00000000-0000-4000-8000-000000000001"


def test_retry_after_wins(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = [(429, {"Retry-After": "7"}, {"error": "RATE_LIMIT_EXCEEDED", "message": "slow down"})]
    assert len(client.get_parts(limit=1)) == 1
    assert naps.taken == [7]


def test_backoff_doubles_with_full_jitter(
    plm: FakePLM, client: BluePLM, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blueplm._session.random.uniform", lambda low, high: (low, high)[1])
    plm.faults = [502, 503, 504, 503]
    client.whoami()
    assert naps.taken == [0.5, 1, 2, 4]


def test_backoff_is_capped(plm: FakePLM, naps: Naps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blueplm._session.random.uniform", lambda low, high: (low, high)[1])
    plm.faults = [503] * 8
    with BluePLM(plm.url, KEY, max_retries=8) as client:
        client.whoami()
    assert naps.taken == [0.5, 1, 2, 4, 8, 16, 20, 20]


def test_retries_end(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = [503] * 9
    with pytest.raises(ServerError) as caught:
        client.whoami()
    assert len(plm.calls) == 5
    assert caught.value.status == 503
    assert caught.value.request_id == "r-1"


def test_read_is_tried_once_more_on_500(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = [500]
    client.whoami()
    plm.faults = [500, 500]
    with pytest.raises(ServerError):
        client.whoami()
    assert len(plm.calls) == 4


def test_dropped_connection_is_tried_again_for_reads(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = ["drop", "drop"]
    client.whoami()
    assert len(plm.calls) == 3


def test_cut_off_answer_is_tried_again_for_reads(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = [(200, {"Content-Length": "999", "Connection": "close"}, b'{"user":')]
    client.whoami()
    assert len(plm.calls) == 2


def test_timeout_is_tried_again_for_reads(plm: FakePLM, naps: Naps) -> None:
    over = threading.Event()

    def hang_once(call: object) -> None:
        if len(plm.calls) == 1:
            over.wait()

    plm.before = hang_once
    try:
        with BluePLM(plm.url, KEY, timeout=0.2) as client:
            client.whoami()
    finally:
        over.set()
    assert len(plm.calls) == 2


@pytest.mark.parametrize("fault", [500, 502, 503, 504, "drop"])
def test_write_that_may_have_arrived_is_not_repeated(plm: FakePLM, client: BluePLM, naps: Naps, fault: object) -> None:
    plm.faults = [fault]
    with pytest.raises(BluePLMError):
        client.update_part(PART, {"a": 1})
    assert len(plm.seen("PATCH", f"/parts/{PART}")) == 1


@pytest.mark.parametrize("fault", [502, 503, 504, "drop"])
def test_write_is_repeated_where_the_server_knows_idempotency_keys(
    plm: FakePLM, client: BluePLM, naps: Naps, fault: object
) -> None:
    plm.capabilities = ["parts.write", "idempotency"]
    plm.faults = [fault]
    client.update_part(PART, {"a": 1})
    keys = [call.headers["idempotency-key"] for call in plm.seen("PATCH", f"/parts/{PART}")]
    assert len(keys) == 2
    assert keys[0] == keys[1]


def test_write_is_never_repeated_on_500(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.capabilities = ["idempotency"]
    plm.faults = [500]
    with pytest.raises(ServerError):
        client.update_part(PART, {"a": 1})
    assert len(plm.calls) == 1


def test_write_is_repeated_on_429(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.faults = [429, 429]
    client.update_part(PART, {"a": 1})
    assert len(plm.calls) == 3
    assert len({call.headers["x-request-id"] for call in plm.calls}) == 3
    assert len({call.headers["idempotency-key"] for call in plm.calls}) == 1


def test_refused_connection_is_tried_again_for_writes_too(naps: Naps) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with BluePLM(f"http://127.0.0.1:{port}", KEY, max_retries=2) as client:
        with pytest.raises(TransportError, match="refused") as caught:
            client.raw("POST", "/suppliers", json={"name": "x"})
    assert len(naps.taken) == 2
    assert (caught.value.sent, caught.value.method, caught.value.path) == (False, "POST", "/suppliers")


def test_no_wait_goes_past_the_deadline(
    plm: FakePLM, client: BluePLM, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUEPLM_DEADLINE", str(time.time() + 60))
    plm.faults = [(429, {"Retry-After": "40"}, {}), (429, {"Retry-After": "40"}, {})]
    with pytest.raises(RateLimited) as caught:
        client.whoami()
    assert caught.value.retry_after == 40
    assert naps.taken == [40]


def test_retry_after_wins_over_the_limit_headers(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    limits = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "60", "Retry-After": "1"}
    plm.faults = [(429, limits, {})]
    client.whoami()
    assert naps.taken == [1]


def test_slows_down_before_the_limit(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    plm.rate_headers = {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "2", "X-RateLimit-Reset": "30"}
    client.whoami()
    client.whoami()
    assert naps.taken == []
    plm.rate_headers["X-RateLimit-Remaining"] = "1"
    client.whoami()
    client.whoami()
    assert naps.taken == [pytest.approx(30, abs=1)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ValidationFailed),
        (401, AuthenticationError),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (422, ValidationFailed),
        (418, BluePLMError),
        (301, BluePLMError),
        (599, ServerError),
    ],
)
def test_error_for_each_status_without_retry(
    plm: FakePLM, client: BluePLM, naps: Naps, status: int, kind: type[BluePLMError]
) -> None:
    plm.faults = [(status, {}, {"error": "SOME_CODE", "message": "because"})]
    with pytest.raises(BluePLMError) as caught:
        client.whoami()
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.code, error.method, error.path) == (status, "SOME_CODE", "GET", "/auth/me")
    assert error.request_id == plm.calls[0].headers["x-request-id"]
    assert len(plm.calls) == 1


def test_validation_error_names_the_field(plm: FakePLM, client: BluePLM) -> None:
    with pytest.raises(ValidationFailed, match="Validation failed; state must be equal to one of") as caught:
        client.get_parts(state="shiny")
    assert caught.value.details[0]["instancePath"] == "/state"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[1]",
        b'{"error":"Forbidden"}',
        b'{"success":false,"code":"CONFLICT","message":"x","run":{}}',
        b'{"error":{"a":1},"details":"x"}',
        b"\xff",
        b'{"details":[1,{"message":null}]}',
    ],
)
def test_strange_envelopes_are_survived(plm: FakePLM, client: BluePLM, body: bytes) -> None:
    plm.faults = [(403, {}, body)]
    with pytest.raises(PermissionDenied, match=r"GET /auth/me -> 403"):
        client.whoami()


def test_unknown_id_on_bluepl_is_explained(plm: FakePLM, client: BluePLM, naps: Naps) -> None:
    for call in (client.get_part, client.get_supplier, client.get_bom):
        with pytest.raises(ServerError, match="BluePLM answers 500 for unknown ids"):
            call("nowhere")


def test_server_without_part_updates(plm: FakePLM, client: BluePLM) -> None:
    with pytest.raises(NotFound, match="Part not found"):
        client.update_part("nowhere", {"a": 1})
    plm.parts_writable = False
    with pytest.raises(Unsupported, match=r"does not support parts\.write") as caught:
        client.update_part(PART, {"a": 1})
    assert caught.value.capability == "parts.write"


def test_request_ids_and_idempotency_keys_belong_to_the_run(plm: FakePLM, monkeypatch: pytest.MonkeyPatch) -> None:
    def attempt(run_id: str) -> list[dict[str, str]]:
        plm.calls.clear()
        monkeypatch.setenv("BLUEPLM_RUN_ID", run_id)
        with BluePLM(plm.url, KEY) as client:
            client.update_part(PART, {"a": 1})
            client.update_part(PART, {"a": 1})
        return [call.headers for call in plm.calls]

    first, again, other = attempt("r1"), attempt("r1"), attempt("r 2")
    assert [headers["x-request-id"] for headers in first] == ["run-r1-1", "run-r1-2"]
    assert other[0]["x-request-id"] == "run-r-2-1"
    keys = [[headers["idempotency-key"] for headers in headers_list] for headers_list in (first, again, other)]
    assert keys[0] == keys[1]
    assert len({*keys[0], *keys[2]}) == 4
