"""Target 3: so many trivial runs at once, till the last is recorded; CPU of each process per run.

Usage: python3 benchmarks/throughput.py [runs]
"""

from __future__ import annotations

import collections
import json
import os
import sys
import threading
import time
from pathlib import Path

from runner import HOME, Runner

CODE = "print('ok')\n"
CLIENTS = 8


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its waited-for children (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def main(count: int) -> None:
    runner = Runner()
    script = runner.script("bench throughput", CODE, overlap_policy="allow")
    parts: dict[str, int] = json.loads((HOME / "pids.json").read_text())
    before = {name: cpu_seconds(pid) for name, pid in parts.items()}
    runs: list[str] = []
    started = time.monotonic()

    def trigger(number: int) -> None:
        own = Runner()
        for _ in range(number, count, CLIENTS):
            runs.append(own.call("POST", f"/api/scripts/{script}/run")["id"])

    threads = [threading.Thread(target=trigger, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = time.monotonic() - started
    # One cheap look now and then: the benchmark must not be the load.
    still = f"/api/scripts/{script}/runs?limit=1&status=pending&status=queued&status=running"
    while runner.call("GET", still)["runs"] and time.monotonic() - started < 300:
        time.sleep(0.25)
    seconds = time.monotonic() - started
    after = {name: cpu_seconds(pid) for name, pid in parts.items()}
    ended = collections.Counter(runner.wait(run, 5)["status"] for run in runs)
    print(f"{count} runs accepted in {accepted:.1f} s, all recorded in {seconds:.1f} s: {count / seconds:.1f} runs/s; {dict(ended)}")
    for name in parts:
        print(f"  CPU of {name:<18} {(after[name] - before[name]) / count * 1000:6.1f} ms per run")
    runner.call("DELETE", f"/api/scripts/{script}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
