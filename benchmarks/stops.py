"""Targets 5 and 6: how long until a tree is dead after a cancel or a timeout, and until a lost worker is replaced.

Usage: python3 benchmarks/stops.py
"""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from runner import HOME, Runner

PRINTING = "import time\nfor i in range(600):\n    print(i, flush=True)\n    time.sleep(0.1)\n"
STUBBORN = """\
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            time.sleep(1)
    os._exit(0)
while True:
    print("still here", flush=True)
    time.sleep(0.2)
"""


def alive(marker: str) -> list[int]:
    """Living processes whose environment or command line names the run."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                text = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            except OSError:
                continue
            if marker.encode() in text:
                found.append(int(process.name))
    return found


def started(runner: Runner, code: str, **settings: Any) -> str:
    script = runner.script(f"bench stops {time.time_ns()}", code, **settings)
    run = runner.call("POST", f"/api/scripts/{script}/run")["id"]
    while not runner.call("GET", f"/api/runs/{run}")["output_lines"]:
        time.sleep(0.05)
    return run


def until_dead(run: str, since: float) -> float:
    while alive(run):
        time.sleep(0.01)
    return time.monotonic() - since


def told(view: dict[str, Any]) -> str:
    attempts = ", ".join(f"{each['attempt']}: {each['outcome']}" for each in view["attempts"])
    return f"{view['status']} ({view['end_reason']}), attempts {attempts}; last line of stderr {view['error'].strip()[-60:]!r}"


def main() -> None:
    runner = Runner()
    for name, code in (("a script that behaves", PRINTING), ("ignores TERM, leaves a daemon", STUBBORN)):
        run = started(runner, code)
        time.sleep(5)
        asked = time.monotonic()
        runner.call("POST", f"/api/runs/{run}/cancel")
        print(f"cancel, {name}: tree dead after {until_dead(run, asked):.2f} s; {told(runner.wait(run))}")
    begun = time.monotonic()
    run = started(runner, STUBBORN, timeout_seconds=3)
    print(f"timeout of 3 s, ignores TERM, leaves a daemon: tree dead {until_dead(run, begun):.2f} s after the trigger; {told(runner.wait(run))}")
    run = started(runner, PRINTING)
    os.kill(json.loads((HOME / "pids.json").read_text())["workflow-worker"], signal.SIGKILL)
    killed = time.monotonic()
    dead = until_dead(run, killed)
    view = runner.call("GET", f"/api/runs/{run}")
    while view["attempt"] < 2 or view["status"] != "running":
        time.sleep(0.05)
        view = runner.call("GET", f"/api/runs/{run}")
    print(f"kill -9 of the worker: old tree dead after {dead:.2f} s, attempt 2 running after {time.monotonic() - killed:.2f} s")
    runner.call("POST", f"/api/runs/{run}/cancel")
    print(f"  afterwards: {told(runner.wait(run))}")


if __name__ == "__main__":
    main()
