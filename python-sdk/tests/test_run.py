from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from blueplm import MissingSecret, Run, run, secret

PACKAGE = Path(__file__).parent.parent


@pytest.fixture
def channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BLUEPLM_RUNTIME", str(tmp_path))
    (tmp_path / "run.json").write_text('{"parameters":{"city":"Zürich"},"payload":[1]}', encoding="utf-8")
    return tmp_path / "events.jsonl"


def test_outside_the_runner(capfd: pytest.CaptureFixture[str]) -> None:
    here = Run()
    assert [here.id, here.script_id, here.script_name, here.trigger, here.slot, here.payload, here.deadline()] == [
        None
    ] * 7
    assert (here.attempt, here.parameters) == (1, {})
    assert here.key("a") == here.key("a") != here.key("b")
    here.progress(1, 2, "x")
    here.result({"a": 1})
    assert here.last_checkpoint() is None
    here.checkpoint({"page": 3})
    assert here.last_checkpoint() == {"page": 3}
    assert Run().last_checkpoint() is None
    assert capfd.readouterr() == ("", "")
    assert repr(here) == "<blueplm.run outside the runner>"


def test_in_the_runner(channel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RUN_ID", "SCRIPT_ID", "SCRIPT_NAME", "TRIGGER", "SLOT"):
        monkeypatch.setenv(f"BLUEPLM_{name}", name.lower())
    monkeypatch.setenv("BLUEPLM_ATTEMPT", "2")
    monkeypatch.setenv("BLUEPLM_DEADLINE", "1795536000.5")
    here = Run()
    assert (here.id, here.script_id, here.script_name, here.trigger, here.slot) == (
        "run_id",
        "script_id",
        "script_name",
        "trigger",
        "slot",
    )
    assert (here.attempt, here.deadline()) == (2, 1795536000.5)
    assert (here.parameters, here.payload) == ({"city": "Zürich"}, [1])


def test_key_is_the_same_in_every_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUEPLM_RUN_KEY", "k")
    suffixes = ["order 7 ä", "order 7", "order 8", "7", "", " "]
    attempts = []
    for attempt in ("1", "2", "3"):
        monkeypatch.setenv("BLUEPLM_ATTEMPT", attempt)
        attempts.append([Run().key(suffix) for suffix in suffixes])
    assert attempts[0] == attempts[1] == attempts[2]
    assert len(set(attempts[0])) == len(suffixes)
    assert {len(key) for key in attempts[0]} == {64}
    monkeypatch.setenv("BLUEPLM_RUN_KEY", "other")
    assert not {Run().key(suffix) for suffix in suffixes} & set(attempts[0])


def test_events(channel: Path) -> None:
    run.progress(1, 10, "Stücke")
    run.progress(2.5)
    run.result({"rows": [1, None, True]})
    assert [json.loads(line) for line in channel.read_text(encoding="utf-8").splitlines()] == [
        {"type": "progress", "current": 1, "total": 10, "phase": "Stücke"},
        {"type": "progress", "current": 2.5, "total": None, "phase": None},
        {"type": "result", "value": {"rows": [1, None, True]}},
    ]


def test_checkpoint_of_an_earlier_attempt_until_there_is_a_newer_one(channel: Path) -> None:
    earlier = {"parameters": {}, "payload": None, "checkpoint": {"page": 7, "failed": ["ä"]}}
    (channel.parent / "run.json").write_text(json.dumps(earlier), encoding="utf-8")
    here = Run()
    copy = here.last_checkpoint()
    assert copy == {"page": 7, "failed": ["ä"]}
    copy["failed"].append("x")
    assert here.last_checkpoint() == {"page": 7, "failed": ["ä"]}

    value = {"pages": (8, 9), 1: "one"}
    here.checkpoint(value)
    value[2] = "two"
    assert here.last_checkpoint() == {"pages": [8, 9], "1": "one"}
    here.checkpoint(None)
    assert here.last_checkpoint() is None
    here.checkpoint("ü")
    assert [json.loads(line) for line in channel.read_text(encoding="utf-8").splitlines()] == [
        {"type": "checkpoint", "value": {"pages": [8, 9], "1": "one"}},
        {"type": "checkpoint", "value": None},
        {"type": "checkpoint", "value": "ü"},
    ]


@pytest.mark.parametrize("input", ['{"parameters":{},"payload":null}', '{"parameters":{},"checkpoint":null}'])
def test_first_attempt_has_no_checkpoint(channel: Path, input: str) -> None:
    (channel.parent / "run.json").write_text(input, encoding="utf-8")
    assert Run().last_checkpoint() is None


def test_checkpoint_that_is_refused_leaves_the_one_before(channel: Path) -> None:
    here = Run()
    here.checkpoint("kept")
    sent = channel.read_bytes()
    frame = len('{"type":"checkpoint","value":""}\n')
    refused = [({1, 2}, TypeError), (float("inf"), ValueError), ("\ud800", ValueError), ("x" * 65536, ValueError)]
    for value, kind in refused:
        with pytest.raises(kind, match=r"^checkpoint: "):
            here.checkpoint(value)
    assert channel.read_bytes() == sent
    assert here.last_checkpoint() == "kept"
    here.checkpoint("x" * (65536 - frame))
    assert channel.stat().st_size == len(sent) + 65536


def test_events_of_threads_do_not_mix(channel: Path) -> None:
    def report() -> None:
        for _ in range(50):
            run.result("x" * 2000)

    threads = [threading.Thread(target=report) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = channel.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 200
    assert {json.loads(line)["value"] for line in lines} == {"x" * 2000}


def test_event_limit(channel: Path) -> None:
    frame = len('{"type":"result","value":""}\n')
    run.result("x" * (65536 - frame))
    with pytest.raises(ValueError, match="result: 65537 bytes of JSON, at most 65536"):
        run.result("x" * (65537 - frame))
    assert channel.stat().st_size == 65536


@pytest.mark.parametrize(
    ("value", "kind"), [({1, 2}, TypeError), (float("nan"), ValueError), ("\ud800", ValueError), (b"x", TypeError)]
)
def test_result_that_is_not_json(channel: Path, value: object, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="result: not a JSON value"):
        run.result(value)
    assert not channel.exists()


@pytest.mark.parametrize("arguments", [("1",), (None,), (True,), (1, "2"), (1, 2, 3)])
def test_progress_that_is_none(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="progress"):
        run.progress(*arguments)  # type: ignore[arg-type]


def test_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERP_API_KEY", "s3cret")
    assert secret("ERP_API_KEY") == "s3cret"
    with pytest.raises(MissingSecret, match="no secret 'ERP_KEY'; add it"):
        secret("ERP_KEY")


def test_cancel_raises_once_in_the_main_thread() -> None:
    script = """
import sys, time, blueplm
try:
    try:
        blueplm.run.raise_on_cancel()
        print("ready", flush=True)
        while True:
            time.sleep(60)
    except Exception:
        print("swallowed")
except blueplm.Cancelled as stop:
    print("cleaning", flush=True)
    sys.stdin.readline()
    print("clean", stop)
"""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "cleaning\n"
        process.send_signal(signal.SIGTERM)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.read() == "clean the run is being stopped\n"
    assert process.returncode == 0


def test_cancel_from_another_thread_is_refused() -> None:
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            run.raise_on_cancel()
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "main thread" in str(caught[0])
