from __future__ import annotations

import os
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from plm import KEY, FakePLM

from blueplm import BluePLM


@pytest.fixture(autouse=True)
def outside_the_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("BLUEPLM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def plm() -> Iterator[FakePLM]:
    server = FakePLM()
    yield server
    server.stop()


@pytest.fixture
def client(plm: FakePLM) -> Iterator[BluePLM]:
    with BluePLM(plm.url, KEY) as client:
        yield client


class Naps:
    """The waits that the SDK asked for; time does not pass in them."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.slept += seconds


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Naps:
    naps = Naps()
    clock = SimpleNamespace(
        sleep=naps.sleep,
        time=lambda: time.time() + naps.slept,
        monotonic=lambda: time.monotonic() + naps.slept,
    )
    monkeypatch.setattr("blueplm._session.time", clock)
    return naps
