"""Runs the hostile scripts against a running stack (`./start`) and says which of them are contained.

Usage: python3 benchmarks/hostile.py [number or part of a name ...]

Prints a table `script | attack | end | verdict` and ends with code 1 when something is not contained. What is a documented
limit at the worker's isolation level is named and not tried. Another level: `RUNNER_MAXIMUM_ISOLATION=landlock RUNNER_MINIMUM_ISOLATION=landlock ./start`.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner import HOME, Runner

SUITE = Path(__file__).resolve().parent / "hostile"


@dataclass(frozen=True)
class Attack:
    """A hostile script and what its head says."""

    file: Path
    head: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def read(file: Path) -> Attack:
        return Attack(file, dict(re.findall(r"^# (\w+): (.+)$", file.read_text(), re.MULTILINE)))

    @property
    def code(self) -> str:
        return self.file.read_text()

    def words(self, key: str, default: str = "") -> list[str]:
        return self.head.get(key, default).split()


class Target:
    """The stack's processes, and the bait that no script may touch."""

    def __init__(self) -> None:
        pids = json.loads((HOME / "pids.json").read_text())
        self.worker = int(pids["workflow-worker"])
        self.pids = {name: int(pid) for name, pid in pids.items()}
        arguments = Path(f"/proc/{self.worker}/cmdline").read_text().split("\0")
        config = next(a.split("file:", 1)[1] for a in arguments if "additional-location=" in a)
        self.settings = dict(line.split("=", 1) for line in Path(config).read_text().splitlines() if "=" in line and not line.startswith("#"))
        self.home = Path(self.settings["runner.home"])
        self.user = Path(f"/proc/{self.worker}").stat().st_uid
        self.groups = [Path(value) for key, value in self.settings.items() if key.startswith("runner.cgroup-root")]
        bait = self.home / "stolen.jsonl"
        bait.write_text('{"type":"result","value":"stolen"}\n')
        bait.chmod(0o644)
        self.secret = "hostile+" + secrets.token_urlsafe(24) + "/x"
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract_name = "hostile-" + secrets.token_hex(8)
        self.abstract.bind("\0" + self.abstract_name)
        self.abstract.listen()

    def environment(self) -> dict[str, str]:
        temporal = self.settings["spring.temporal.connection.target"].rsplit(":", 1)[1]
        ports = [str(self.port_of_api()), temporal, *self.ports_of("postgres")]
        files = [str(self.home.parent / "worker.key"), self.settings["runner.worker-key-file"], *map(str, HOME.glob("keys/*")), str(HOME / "admin-token")]
        return {
            "HOSTILE_HIDDEN": str(self.home),
            "HOSTILE_VICTIM": str(self.worker),
            "HOSTILE_PORTS": ",".join(ports),
            "HOSTILE_ABSTRACT": self.abstract_name,
            "HOSTILE_FILES": ":".join(files),
        }

    def port_of_api(self) -> int:
        return int(self.settings["runner.api-url"].rsplit(":", 1)[1].strip("/"))

    def ports_of(self, part: str) -> list[str]:
        listing = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=False).stdout
        return re.findall(r":(\d+)\s.*pid=%d," % self.pids[part], listing)

    def processes(self) -> set[int]:
        """All processes of the worker's user that are not its own machinery."""
        found = set()
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                try:
                    state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
                    if process.stat().st_uid == self.user and state not in "ZX":
                        found.add(int(process.name))
                except OSError:
                    continue
        return found

    def leftovers(self, before: set[int]) -> str | None:
        """What is left after a run, after a moment's patience."""
        left: list[str] = []
        until = time.monotonic() + 5
        while time.monotonic() < until:
            processes = [str(p) for p in self.processes() - before] if self.user else []
            left = [f"process {p}" for p in processes] + [f"directory {p.name}" for p in (self.home / "runs").iterdir()]
            left += [f"cgroup {name}" for group in self.groups for name in os.listdir(group) if name.endswith("-1")]
            if not left:
                return None
            time.sleep(0.05)
        return "left: " + ", ".join(left)


def verdict(attack: Attack, run: dict[str, Any], text: str, seconds: float, target: Target) -> str:
    said = [line for line in text.splitlines() if line.startswith(("contained", "ESCAPED"))]
    reason = run["end_reason"]
    if reason not in attack.words("end", "exited"):
        return f"NOT CONTAINED: ended {reason} ({run['exit_code']}): {run['error'][-300:]!r}"
    if any(line.startswith("ESCAPED") for line in said):
        return "NOT CONTAINED: " + said[-1]
    if reason in ("exited", "timeout") and not said:
        return f"NOT CONTAINED: it said nothing: {run['error'][-300:]!r}"
    if reason in ("memory_limit", "timeout", "output_limit") and "\nStopped: " not in "\n" + run["error"]:
        return f"NOT CONTAINED: no line says why it was stopped: {run['error'][-200:]!r}"
    if "exit" in attack.head and str(run["exit_code"]) != attack.head["exit"]:
        return f"NOT CONTAINED: exit code {run['exit_code']}"
    if attack.head.get("result") == "none" and run["result"] is not None:
        return f"NOT CONTAINED: result {run['result']!r}"
    if attack.head.get("masked") and any(form in text for form in forms(target.secret)):
        return "NOT CONTAINED: the secret is in the output"
    if seconds > float(attack.head.get("seconds", "60")):
        return f"NOT CONTAINED: it took {seconds:.0f} s"
    return "contained"


def forms(secret: str) -> list[str]:
    raw = secret.encode()
    return [secret, base64.b64encode(raw).decode().rstrip("="), raw.hex(), raw.hex().upper()]


def one(runner: Runner, target: Target, attack: Attack) -> tuple[str, str]:
    name = f"hostile {attack.file.stem}"
    script = runner.script(
        name,
        attack.code,
        environment=target.environment(),
        timeout_seconds=int(attack.head.get("timeout", "30")),
        limits={"memory_mb": 256, "cpu_percent": 100, "output_mb": 100, "tmp_mb": 64, "processes": 64},
    )
    runner.call("PUT", f"/api/scripts/{script}/secrets/HOSTILE_SECRET", {"value": target.secret})
    before = target.processes()
    started = time.monotonic()
    run = runner.wait(runner.call("POST", f"/api/scripts/{script}/run")["id"], 120)
    seconds = time.monotonic() - started
    text = run["output"] + run["error"]
    said = verdict(attack, run, text, seconds, target)
    left = target.leftovers(before)
    if left:
        said = "NOT CONTAINED: " + left
    if not Path(f"/proc/{target.worker}").exists():
        said = "NOT CONTAINED: the worker is gone"
    runner.call("DELETE", f"/api/scripts/{script}")
    return f"{run['end_reason']} {seconds:.1f} s, cpu {run['cpu_ms']} ms, peak {(run['peak_memory_bytes'] or 0) >> 20} MB, {run['isolation_level']}", said


def main() -> int:
    runner, target = Runner(), Target()
    level = next(worker["isolation_level"] for worker in runner.call("GET", "/api/workers")["workers"] if worker["alive"])
    wanted = sys.argv[1:]
    failed = 0
    print(f"isolation level {level}")
    for file in sorted(SUITE.glob("*.py")):
        attack = Attack.read(file)
        if wanted and not any(part in file.stem for part in wanted):
            continue
        if level in attack.words("limit") + attack.words("skip"):
            ended, said = "not tried", "documented limit"
        else:
            ended, said = one(runner, target, attack)
            failed += said != "contained"
        print(f"{file.stem:<34} | {attack.head['attack'][:90]:<90} | {ended:<60} | {said}", flush=True)
    print(f"{failed} not contained")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
