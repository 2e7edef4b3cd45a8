"""What the benchmarks share: a kept connection to a running stack (`./start`), by public API only."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

HOME = Path(os.environ.get("RUNNER_HOME", Path(__file__).resolve().parent.parent / ".runner"))


class Runner:
    """A kept-alive connection with the first admin's token."""

    def __init__(self) -> None:
        self.address = urlsplit(os.environ.get("RUNNER_URL") or f"http://127.0.0.1:{os.environ.get('RUNNER_PORT', '8080')}")
        self.headers = {
            "Authorization": "Bearer " + (HOME / "admin-token").read_text().strip(),
            "Content-Type": "application/json",
        }
        self.connection = self.connect()

    def connect(self) -> http.client.HTTPConnection:
        assert self.address.hostname
        return http.client.HTTPConnection(self.address.hostname, self.address.port or 80, timeout=60)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} -> {answer.status} {text[:500]!r}")
        return json.loads(text) if text else None

    def script(self, name: str, code: str, **settings: Any) -> str:
        """The id of a script with this name and code; an earlier one of that name is replaced."""
        for old in self.call("GET", f"/api/scripts?search={quote(name)}&limit=200")["scripts"]:
            if old["name"] == name:
                self.call("DELETE", f"/api/scripts/{old['id']}")
        return self.call("POST", "/api/scripts", {"name": name, "code": code, **settings})["id"]

    def wait(self, run: str, seconds: float = 60) -> Any:
        """The run once it has ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            view = self.call("GET", f"/api/runs/{run}")
            if view["completed_at"]:
                return view
            time.sleep(0.02)
        raise RuntimeError(f"run {run} has not ended within {seconds} s")


def row(name: str, values: list[float], unit: str = "ms") -> None:
    """Prints median, 95th percentile and extremes."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<44} n={len(ordered):<4} median {statistics.median(ordered):8.1f}  p95 {p95:8.1f}"
        f"  min {ordered[0]:8.1f}  max {ordered[-1]:8.1f} {unit}"
    )
