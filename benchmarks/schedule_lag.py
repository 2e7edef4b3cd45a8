"""Target 4: schedule lag, the script's first statement minus its nominal slot.

One script alone (each 10 s, some slots), then N scripts due in the same second (default 20 and 200), none lost.
Usage: python3 benchmarks/schedule_lag.py [N ...]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from runner import HOME, Runner
from throughput import cpu_seconds

CODE = "import time\nprint(time.time_ns())\n"
ALONE = 12
# What 200 scripts may need to be saved, with their Schedules, before the minute that they are due in.
SAVED_PER_SECOND = 8


def table(name: str, lags: list[float], due: int, target: str) -> None:
    ordered = sorted(lags)
    if not ordered:
        print(f"{name:<36} due {due:<4} none ran")
        return
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(
        f"{name:<36} due {due:<4} ran {len(ordered):<4} median {statistics.median(ordered):7.3f}  p99 {p99:7.3f}"
        f"  min {ordered[0]:7.3f}  max {ordered[-1]:7.3f} s   target: {target}"
    )


def cpu_of_parts() -> dict[str, float]:
    return {name: cpu_seconds(pid) for name, pid in json.loads((HOME / "pids.json").read_text()).items()}


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def lag(view: dict[str, Any]) -> float:
    return int(view["output"]) / 1e9 - moment(view["slot_at"])


def finished(runner: Runner, script: str, wanted: int, seconds: float) -> list[Any]:
    """The scheduled runs of a script once so many have ended well."""
    until = time.monotonic() + seconds
    while True:
        runs = [each for each in runner.call("GET", f"/api/scripts/{script}/runs?limit=200")["runs"] if each["completed_at"]]
        if len(runs) >= wanted or time.monotonic() > until:
            return [runner.call("GET", f"/api/runs/{each['id']}") for each in runs]
        time.sleep(0.5)


def alone(runner: Runner) -> None:
    script = runner.script("bench schedule lag alone", CODE, schedule_cron="@every 10s")
    views = finished(runner, script, ALONE, 10.0 * ALONE + 30)
    # The first one may meet a system that has been idle for long.
    table("one script, each 10 s", [lag(each) for each in views if each["status"] == "success"], ALONE, "<= 0.150")
    runner.call("DELETE", f"/api/scripts/{script}")


def together(runner: Runner, count: int, target: str) -> None:
    ready = datetime.now(timezone.utc) + timedelta(seconds=10 + count / SAVED_PER_SECOND)
    slot = ready.replace(second=0, microsecond=0) + timedelta(minutes=1)
    cron = f"{slot.minute} {slot.hour} * * *"
    scripts = [runner.script(f"bench schedule lag {number}", CODE, schedule_cron=cron) for number in range(count)]
    left = slot.timestamp() - time.time()
    print(f"{count} scripts saved; they are due in {left:.0f} s")
    if left < 3:
        raise RuntimeError("Saving took too long: lower SAVED_PER_SECOND")
    time.sleep(left - 1)
    before = cpu_of_parts()
    # A fixed while, so that the benchmark's own looks are no load meanwhile.
    time.sleep(4 + count / 8)
    # The server has closed the idle one meanwhile.
    runner.connection = runner.connect()
    lags = []
    others = []
    for script in scripts:
        for view in finished(runner, script, 1, 60):
            if view["status"] == "success" and moment(view["slot_at"]) == slot.timestamp():
                lags.append(lag(view))
            else:
                others.append(f"{view['id']} {view['status']} {view['end_reason']}")
    after = cpu_of_parts()
    table(f"{count} scripts in the same second", lags, count, target)
    print("  CPU per run (api-app with a few looks of ours): " + ", ".join(f"{name} {(after[name] - before[name]) / count * 1000:.0f} ms" for name in before))
    if len(lags) != count:
        print(f"  LOST: {count - len(lags)}; {others[:5]}")
    for script in scripts:
        runner.call("DELETE", f"/api/scripts/{script}")


def main(counts: list[int]) -> None:
    runner = Runner()
    alone(runner)
    for count in counts:
        together(runner, count, "median <= 0.3, max <= 0.9" if count <= 20 else "max <= 12")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [20, 200])
