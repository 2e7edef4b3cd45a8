"""Does anything stay behind? Thousands of short runs, and cancels at random moments of the start.

Usage: python3 benchmarks/leaks.py [runs [cancels]]      (10,000 and 500 without arguments)

Counts, before and after, the processes of the worker's user, the worker's and api-app's descriptors and threads,
workspaces, spools, sockets and control groups.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from hostile import Target
from runner import Runner

CLIENTS = 8
SLEEPING = """\
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 3)
    time.sleep(600)
time.sleep(600)
"""


def state(target: Target) -> dict[str, int]:
    """What there is of everything that could leak."""
    counts = {"processes": len(target.processes()), "cgroups": 0}
    for name in ("workflow-worker", "api-app"):
        process = Path(f"/proc/{target.pids[name]}")
        counts[name + " descriptors"] = len(list((process / "fd").iterdir()))
        counts[name + " threads"] = len(list((process / "task").iterdir()))
        counts[name + " MB resident"] = int((process / "statm").read_text().split()[1]) * 4096 >> 20
    for name in ("runs", "spools", "egress", "sockets"):
        directory = target.home / name
        if directory.exists():
            counts[name] = len(list(directory.iterdir()))
    for root in Path("/sys/fs/cgroup").glob("**/script-runner*"):
        counts["cgroups"] += sum(1 for path in root.rglob("*") if path.is_dir())
    return counts


def show(what: str, counts: dict[str, int]) -> None:
    print(f"{what:<28}" + "  ".join(f"{name} {count}" for name, count in counts.items()), flush=True)


def in_parallel(total: int, work: Any) -> None:
    numbers = iter(range(total))
    lock = threading.Lock()

    def client() -> None:
        runner = Runner()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            work(runner, number)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def many_runs(runner: Runner, target: Target, total: int) -> None:
    script = runner.script("leaks: short", "print(1)\n", overlap_policy="allow")
    ends: Counter[str] = Counter()

    def one(own: Runner, number: int) -> None:
        run = own.call("POST", f"/api/scripts/{script}/run")["id"]
        ends[own.wait(run, 300)["status"]] += 1
        if number % 1000 == 999:
            show(f"after {number + 1} runs", state(target))

    started = time.monotonic()
    in_parallel(total, one)
    seconds = time.monotonic() - started
    print(f"{total} runs in {seconds:.0f} s ({total / seconds:.1f}/s): {dict(ends)}")


def many_cancels(runner: Runner, target: Target, total: int) -> None:
    script = runner.script("leaks: cancelled", SLEEPING, overlap_policy="allow")
    before = target.processes()
    ends: Counter[str] = Counter()

    def one(own: Runner, number: int) -> None:
        run = own.call("POST", f"/api/scripts/{script}/run")["id"]
        time.sleep(random.uniform(0, 0.6))
        own.call("POST", f"/api/runs/{run}/cancel")
        view = own.wait(run, 60)
        ends[f"{view['status']}, tree confirmed {view.get('tree_confirmed')}"] += 1

    in_parallel(total, one)
    survivors = target.processes() - before
    print(f"{total} cancels at random moments: {dict(ends)}; survivors {len(survivors)} {sorted(survivors)[:5]}")


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    cancels = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    runner, target = Runner(), Target()
    many_runs(runner, target, min(runs, 200))
    before = state(target)
    show("before", before)
    many_runs(runner, target, runs)
    many_cancels(runner, target, cancels)
    time.sleep(3)
    after = state(target)
    show("after", after)
    leaked = {name: after[name] - before[name] for name in ("processes", "cgroups", "runs", "spools", "egress", "sockets") if after.get(name, 0) > before.get(name, 0)}
    print("leaked: " + (str(leaked) if leaked else "nothing"))
    return 1 if leaked else 0


if __name__ == "__main__":
    raise SystemExit(main())
