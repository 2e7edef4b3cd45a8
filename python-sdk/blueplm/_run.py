"""The run that the script is part of, and its secrets."""

from __future__ import annotations

import os

from ._errors import Cancelled, MissingSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_EVENT_BYTES = 64 * 1024
"""The longest line that the runner reads from a script's channel, newline included."""


class Run:
    """The run as the script sees it.

    Outside the runner there is none: ids are None, parameters are empty, reports go nowhere.
    """

    _channel: dict[str, Any] | None = None
    _own_key: str | None = None
    _own_checkpoint: str | None = None

    def __repr__(self) -> str:
        return f"<blueplm.run {self.id} attempt {self.attempt}>" if self.id else "<blueplm.run outside the runner>"

    @property
    def id(self) -> str | None:
        """The run's id."""
        return os.environ.get("BLUEPLM_RUN_ID")

    @property
    def script_id(self) -> str | None:
        """The script's id."""
        return os.environ.get("BLUEPLM_SCRIPT_ID")

    @property
    def script_name(self) -> str | None:
        """The script's name."""
        return os.environ.get("BLUEPLM_SCRIPT_NAME")

    @property
    def trigger(self) -> str | None:
        """What started the run: `scheduled`, `manual`, `webhook` or `rerun`."""
        return os.environ.get("BLUEPLM_TRIGGER")

    @property
    def attempt(self) -> int:
        """1 for the first attempt; 2 for the next one, after a failure or a lost worker; and so on."""
        return int(os.environ.get("BLUEPLM_ATTEMPT", "1"))

    @property
    def slot(self) -> str | None:
        """The time for which a scheduled run was due (RFC 3339), however late it started; None for other triggers."""
        return os.environ.get("BLUEPLM_SLOT")

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of this run."""
        parameters: dict[str, Any] = self._read_channel().get("parameters") or {}
        return parameters

    @property
    def payload(self) -> Any:
        """The body of the webhook that started the run, or None."""
        return self._read_channel().get("payload")

    def deadline(self) -> float | None:
        """When the run will be stopped, in Unix seconds, or None."""
        value = os.environ.get("BLUEPLM_DEADLINE")
        return float(value) if value else None

    def key(self, suffix: str) -> str:
        """A key that is the same in every attempt of this run and differs with the suffix: 64 hex digits.

        Made for the idempotency keys of other systems, so that a retry does not order twice. Take as suffix what
        the write is about: `run.key(f"order {order_id}")`. A rerun is another run and has other keys.
        """
        from hashlib import sha256

        if self._own_key is None:
            self._own_key = os.urandom(16).hex()
        run_key = os.environ.get("BLUEPLM_RUN_KEY") or self._own_key
        return sha256(f"{run_key}|{suffix}".encode()).hexdigest()

    def raise_on_cancel(self) -> None:
        """From now on a stop of the run (cancel, timeout) raises `blueplm.Cancelled` in the main thread.

        The script then has the grace period (10 s, after a timeout 5 s) to clean up. Call it from the main thread.
        """
        import signal

        raised = False

        def stop(_signal: int, _frame: object) -> None:
            nonlocal raised
            if not raised:
                raised = True
                raise Cancelled("the run is being stopped")

        try:
            signal.signal(signal.SIGTERM, stop)
        except ValueError:
            raise RuntimeError("blueplm.run.raise_on_cancel() must be called from the main thread") from None

    def progress(self, current: float, total: float | None = None, phase: str | None = None) -> None:
        """Shows how far the script is: 3 of 10, in the phase "suppliers"."""
        for name, value in (("current", current), ("total", total)):
            if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
                raise TypeError(f"progress: {name} must be a number, not {value!r}")
        if current is None:
            raise TypeError("progress: current must be a number, not None")
        if phase is not None and not isinstance(phase, str):
            raise TypeError(f"progress: phase must be a text, not {phase!r}")
        self._send("progress", {"current": current, "total": total, "phase": phase})

    def result(self, value: Any) -> None:
        """Keeps a JSON value with the run; the last call wins."""
        self._send("result", {"value": value})

    def checkpoint(self, value: Any) -> None:
        """Tells the next attempt of this run where to go on: a JSON value of up to 64 KiB; the newest one wins.

        It is handed over at once and stored within a fraction of a second. When the worker is lost in between,
        the newest one may be lost with it: the next attempt then gets the one before, so write the script such that
        it may repeat what came after a checkpoint (idempotency keys: `run.key`). A rerun is another run and starts
        without one.
        """
        self._own_checkpoint = self._send("checkpoint", {"value": value})

    def last_checkpoint(self) -> Any:
        """The newest checkpoint of this run, of an earlier attempt or of this process; None without one.

        The value is a copy, as JSON gives it back: tuples are lists, keys are texts.
        """
        import json

        if self._own_checkpoint is not None:
            return json.loads(self._own_checkpoint)["value"]
        return json.loads(json.dumps(self._read_channel().get("checkpoint")))

    def _read_channel(self) -> dict[str, Any]:
        if self._channel is None:
            directory = os.environ.get("BLUEPLM_RUNTIME")
            if not directory:
                return {}
            import json

            with open(os.path.join(directory, "run.json"), encoding="utf-8") as file:
                self._channel = json.load(file)
        return self._channel

    def _send(self, kind: str, fields: dict[str, Any]) -> str:
        """Hands an event to the runner, if there is one; answers it as JSON."""
        import json

        try:
            text = json.dumps({"type": kind, **fields}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            line = text.encode() + b"\n"
        except TypeError as error:
            raise TypeError(f"{kind}: not a JSON value: {error}") from None
        except ValueError as error:
            raise ValueError(f"{kind}: not a JSON value: {error}") from None
        if len(line) > MAX_EVENT_BYTES:
            raise ValueError(
                f"{kind}: {len(line)} bytes of JSON, at most {MAX_EVENT_BYTES} are kept with a run; "
                "print it, or write it to a file in the directory BLUEPLM_ARTIFACTS"
            )
        directory = os.environ.get("BLUEPLM_RUNTIME")
        if not directory:
            return text
        # One write in append mode: lines of threads and child processes do not mix.
        channel = os.open(os.path.join(directory, "events.jsonl"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            while line:
                line = line[os.write(channel, line) :]
        finally:
            os.close(channel)
        return text


run = Run()


def secret(name: str) -> str:
    """The secret of this name; `MissingSecret` when the script has none."""
    try:
        return os.environ[name]
    except KeyError:
        raise MissingSecret(
            f"there is no secret {name!r}; add it to the script's secrets, "
            "or export it as an environment variable when running outside the runner"
        ) from None


Run.__module__ = "blueplm"
