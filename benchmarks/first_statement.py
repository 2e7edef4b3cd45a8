"""Target 1 and 2: HTTP trigger -> the script's first statement, and -> the first line at an SSE client.

Paired with a bare `python3` started in the same minutes. Usage: python3 benchmarks/first_statement.py [runs]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from runner import Runner, row

CODE = "import time\nprint(time.time_ns())\n"


def first_line(runner: Runner, run: str) -> int:
    """When an SSE client has the first line, in nanoseconds."""
    stream = runner.connect()
    stream.request("GET", f"/api/runs/{run}/events", headers=runner.headers)
    answer = stream.getresponse()
    for line in answer:
        if line.startswith(b"data:") and b'"lines"' in line and json.loads(line[5:]).get("lines"):
            arrived = time.time_ns()
            stream.close()
            return arrived
    raise RuntimeError(f"run {run} printed nothing")


def bare() -> float:
    before = time.time_ns()
    out = subprocess.run(["/usr/bin/python3", "-I", "-c", CODE], capture_output=True, text=True, check=True).stdout
    return (int(out) - before) / 1e6


def main(count: int) -> None:
    runner = Runner()
    script = runner.script("bench first statement", CODE)
    statements: list[float] = []
    lines: list[float] = []
    answers: list[float] = []
    plain: list[float] = []
    for number in range(count + 3):
        before = time.time_ns()
        run = runner.call("POST", f"/api/scripts/{script}/run")["id"]
        answered = time.time_ns()
        line = first_line(runner, run)
        view = runner.wait(run)
        if view["status"] != "success":
            raise RuntimeError(f"run {run} ended as {view['status']}: {view['error']}")
        if number >= 3:
            statements.append((int(view["output"]) - before) / 1e6)
            lines.append((line - before) / 1e6)
            answers.append((answered - before) / 1e6)
            plain.append(bare())
    row("trigger answered (202)", answers)
    row("trigger -> first statement", statements)
    row("trigger -> first line at an SSE client", lines)
    row("bare python3 -> first statement", plain)
    runner.call("DELETE", f"/api/scripts/{script}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
