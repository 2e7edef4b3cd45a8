"""One server, one key: requests, retries, errors. Loaded at the first call."""

from __future__ import annotations

import json as jsonlib
import os
import random
import re
import time
from hashlib import sha256
from itertools import count
from urllib.parse import urlencode, urlsplit

from ._errors import BluePLMError, ConfigurationError, TransportError, error_class
from ._run import run
from ._transport import Headers, HTTPTransport, Request, Response, Transport
from ._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_BACKOFF_BASE = 0.5
_BACKOFF_CAP = 20.0
_UNAVAILABLE = (502, 503, 504)
_MAX_MESSAGE = 1000
_MAX_SENTENCE = 500


class Key:
    """The API key; its repr does not show it."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        if not re.fullmatch(r"[\x21-\x7e]+", value):
            raise ConfigurationError("the API key must be printable ASCII without spaces")
        self.value = value

    def __repr__(self) -> str:
        return "***"


class Session:
    """Calls one server with one key."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        timeout: float,
        max_retries: int,
        request_id_prefix: str | None,
        transport: Transport | None,
    ) -> None:
        self.base_url = _checked_url(base_url)
        self._key = Key(api_key)
        self._timeout = timeout
        self._max_retries = max_retries
        self._transport = transport or HTTPTransport()
        own_id = os.urandom(8).hex()
        self._run_id = run.id or own_id
        prefix = request_id_prefix or (f"run-{run.id}" if run.id else f"sdk-{own_id}")
        self._prefix = re.sub(r"[^A-Za-z0-9._-]", "-", prefix)[:110]
        self._requests = count(1)
        self._writes = count(1)
        self._resume_at = 0.0
        self._capabilities: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"<Session {self.base_url}>"

    def close(self) -> None:
        self._transport.close()

    def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        by_id: bool = False,
    ) -> Any:
        """Calls and answers the decoded JSON, or None for an empty body."""
        if not re.fullmatch("[A-Z]+", method):
            raise ValueError(f"not an HTTP method: {method!r}")
        if idempotency_key is not None and not re.fullmatch(r"[\x21-\x7e]{1,255}", idempotency_key):
            raise ValueError(f"an idempotency key is 1 to 255 printable ASCII characters, not {idempotency_key!r}")
        url = self._url(path, params)
        path = path.partition("?")[0]
        writes = method not in ("GET", "HEAD")
        body = _encode(method, json)
        extra = {"Idempotency-Key": idempotency_key or self._idempotency_key(method, path, body)} if writes else {}
        server_errors = 0
        for tries in count():
            self._throttle()
            request_id = f"{self._prefix}-{next(self._requests)}"
            request = Request(method, url, self._headers(request_id, body, extra), body)
            try:
                response = self._transport.send(request, self._timeout)
            except TransportError as failure:
                text = f"{method} {path}: {self._redact(failure.message)} [request {request_id}]"
                sent, depends = failure.sent, failure.retryable
                error: BluePLMError = TransportError(
                    text, sent=sent, retryable=depends, method=method, path=path, request_id=request_id
                )
                safe = depends and not (writes and sent)
            else:
                self._note_limits(response)
                if 200 <= response.status < 300:
                    return self._decode(response, method, path)
                error = self._error(response, method, path, request_id, by_id)
                server_errors += response.status == 500
                safe = response.status == 429 or (
                    not writes and (response.status in _UNAVAILABLE or (response.status == 500 and server_errors == 1))
                )
                depends = response.status in _UNAVAILABLE
            wait = error.retry_after
            if wait is None:
                wait = random.uniform(0, min(_BACKOFF_CAP, _BACKOFF_BASE * 2**tries))
            again = tries < self._max_retries and _before_deadline(wait)
            if not again or not (safe or (depends and self._accepts_idempotency_keys())):
                raise error
            time.sleep(wait)
        raise AssertionError("unreachable")

    def _url(self, path: str, params: Mapping[str, Any] | None) -> str:
        if not re.fullmatch(r"/[\x21-\x22\x24-\x7e]*", path):
            raise ValueError(f"a path starts with '/' and is URL-encoded, not {path!r}")
        query = urlencode([(k, _text(v)) for k, v in (params or {}).items() if v is not None])
        separator = "&" if "?" in path else "?"
        return self.base_url + path + (separator + query if query else "")

    def _headers(self, request_id: str, body: bytes | None, extra: dict[str, str]) -> Headers:
        headers = Headers({"Authorization": f"Bearer {self._key.value}", "Accept": "application/json"})
        headers["User-Agent"] = f"blueplm-python/{__version__}"
        headers["X-Request-Id"] = request_id
        if body is not None:
            headers["Content-Type"] = "application/json"
        headers.update(extra)
        return headers

    def _idempotency_key(self, method: str, path: str, body: bytes | None) -> str:
        # The same in a further attempt of the run, so that the server recognises a write that it has seen.
        text = f"{self._run_id}|{next(self._writes)}|{method}|{path}|".encode()
        return sha256(text + (body or b"")).hexdigest()

    def _accepts_idempotency_keys(self) -> bool:
        if self._capabilities is None:
            try:
                info = self.call("GET", "/")
            except BluePLMError:
                return False  # unknown: a write that may have arrived is not repeated
            listed = info.get("capabilities") if isinstance(info, dict) else None
            self._capabilities = frozenset(map(str, listed or ()))
        return "idempotency" in self._capabilities

    def _throttle(self) -> None:
        wait = self._resume_at - time.monotonic()
        if wait > 0 and _before_deadline(wait):
            time.sleep(wait)

    def _note_limits(self, response: Response) -> None:
        remaining = _number(response.headers.get("x-ratelimit-remaining"))
        reset = _number(response.headers.get("x-ratelimit-reset"))
        if remaining is not None and reset is not None and remaining <= 1 and response.status != 429:
            self._resume_at = time.monotonic() + reset

    def _decode(self, response: Response, method: str, path: str) -> Any:
        if not response.body:
            return None
        try:
            return jsonlib.loads(response.body)
        except ValueError:
            pass
        raise BluePLMError(
            f"{method} {path}: the answer is not JSON; does BLUEPLM_API_URL point to BluePLM's API?",
            status=response.status,
            method=method,
            path=path,
        )

    def _error(self, response: Response, method: str, path: str, request_id: str, by_id: bool) -> BluePLMError:
        try:
            envelope = jsonlib.loads(response.body)
        except ValueError:
            envelope = None
        if not isinstance(envelope, dict):
            # Not BluePLM's words: those of a proxy on the way, say.
            said = response.body if response.headers.get("content-type", "").startswith("text/plain") else b""
            envelope = {"message": " ".join(said.decode("utf-8", "replace").split())[:_MAX_SENTENCE]}
        code = envelope.get("error") or envelope.get("code")
        text = str(envelope.get("message") or envelope.get("detail") or "")
        details = envelope.get("details") or envelope.get("errors")
        details = details if isinstance(details, list) else []
        text = "; ".join(filter(None, [text, *map(_detail, details)]))
        if 300 <= response.status < 400:
            text = "a redirect, which is not followed; check BLUEPLM_API_URL"
        if by_id and response.status == 500:
            text += " (BluePLM answers 500 for unknown ids)"
        reported = str(envelope.get("requestId") or envelope.get("request_id") or request_id)
        message = f"{method} {path} -> {response.status}{f' {code}' if code else ''}{f': {text}' if text else ''}"
        return error_class(response.status)(
            self._redact(f"{message[:_MAX_MESSAGE]} [request {reported}]"),
            status=response.status,
            code=self._redact(str(code)) if code else None,
            request_id=self._redact(reported),
            details=jsonlib.loads(self._redact(jsonlib.dumps(details))),
            method=method,
            path=path,
            retry_after=_number(response.headers.get("retry-after")),
        )

    def _redact(self, text: str) -> str:
        return text.replace(self._key.value, "***")


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        clean = "@" not in parts.netloc and not parts.query and not parts.fragment
    except ValueError:
        usable = clean = False
    if not usable or not clean or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise ConfigurationError(
            "the address of BluePLM's API must look like https://plm.example.com/path, without user, query or fragment"
        )
    return url.rstrip("/")


def _encode(method: str, json: Mapping[str, Any] | None) -> bytes | None:
    if json is None and method not in ("POST", "PUT", "PATCH"):
        return None
    # BluePLM wants an object even where there is nothing to say.
    return jsonlib.dumps({} if json is None else json, ensure_ascii=False, allow_nan=False).encode()


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _detail(detail: object) -> str:
    if not isinstance(detail, dict):
        return str(detail)
    field = str(detail.get("instancePath") or detail.get("field") or "").strip("/")
    return f"{field} {detail.get('message', '')}".strip()


def _number(text: str | None) -> float | None:
    """The seconds or the count in a header; None for anything else."""
    return float(text) if text is not None and re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text.strip()) else None


def _before_deadline(wait: float) -> bool:
    deadline = run.deadline()
    return deadline is None or time.time() + wait < deadline
