from __future__ import annotations

import ast
import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from plm import KEY, FakePLM

import blueplm

PACKAGE = Path(__file__).parent.parent
EXAMPLES = PACKAGE.parent / "examples"
ALL_NAMES = "from blueplm import client, BluePLM, run, secret, BluePLMError, Cancelled"


def python(code: str, **environment: str) -> str:
    """Runs code in an interpreter as bare as the runner's and answers what it printed."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("BLUEPLM_", "PYTHON"))}
    start = f"import sys; sys.path.insert(0, {str(PACKAGE)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", start + code],
        capture_output=True,
        text=True,
        env={**bare, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_is_complete_and_sorted() -> None:
    assert blueplm.__all__ == sorted(blueplm.__all__)
    for name in blueplm.__all__:
        assert getattr(blueplm, name) is not None
        assert name in dir(blueplm)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = blueplm.nothing  # type: ignore[attr-defined]


def test_type_checkers_and_interpreter_see_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "blueplm" / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for name in node.names
    }
    assert imported == set(blueplm.__all__)


def test_public_classes_name_the_public_module() -> None:
    for name in blueplm.__all__:
        value = getattr(blueplm, name)
        if isinstance(value, type):
            assert value.__module__ == "blueplm"


def test_error_tree_is_documented() -> None:
    import blueplm._errors

    for name in blueplm.__all__:
        value = getattr(blueplm, name)
        if isinstance(value, type) and issubclass(value, (BaseException, Warning)):
            assert f" {name} " in f"{blueplm._errors.__doc__}".replace("\n", " ")


def test_errors_survive_other_processes() -> None:
    for name in ("NotFound", "RateLimited", "TransportError", "Unsupported"):
        error = getattr(blueplm, name)("text", method="GET", retry_after=3)
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is type(error)
        assert vars(copy) == vars(error)


def test_import_loads_nothing_heavy() -> None:
    heavy = ("asyncio", "csv", "dataclasses", "email", "hashlib", "http", "json", "logging", "random", "re", "signal")
    code = f"before = set(sys.modules)\n{ALL_NAMES}\nprint(*sorted(set(sys.modules) - before))"
    loaded = python(code).split()
    assert not {name for name in loaded if name.partition(".")[0] in {*heavy, "ssl", "typing", "urllib"}}
    assert "blueplm._session" not in loaded
    assert "blueplm._transport" not in loaded


def test_import_takes_less_than_10_ms() -> None:
    code = f"from time import perf_counter\nstart = perf_counter()\n{ALL_NAMES}\nprint(perf_counter() - start)"
    python(code)  # writes the byte code
    times = []
    for _ in range(3):
        times.append(float(python(code)) * 1000)
        if times[-1] < 10:
            return
    pytest.fail(f"import took {times} ms")


def test_fork_does_not_share_connections(plm: FakePLM) -> None:
    code = f"""
import os
from blueplm import BluePLM
client = BluePLM({plm.url!r}, {KEY!r})
client.whoami()
child = os.fork()
if child:
    _, status = os.waitpid(child, 0)
client.whoami()
if child:
    print("ended", status)
"""
    assert python(code) == "ended 0\n"
    assert plm.connections == 2


def test_uncaught_error_shows_its_public_name_and_no_key(plm: FakePLM) -> None:
    code = """
import traceback
from blueplm import client
try:
    client.get_parts(state="shiny")
except Exception:
    print(traceback.format_exc())
"""
    text = python(code, BLUEPLM_API_URL=plm.url, BLUEPLM_API_KEY=KEY)
    assert "\nblueplm.ValidationFailed: GET /parts -> 400 VALIDATION_ERROR: Validation failed; state must be" in text
    assert KEY not in text


def run_example(name: str, plm: FakePLM, **environment: str) -> str:
    code = (EXAMPLES / name).read_text(encoding="utf-8")
    return python(code, BLUEPLM_API_URL=plm.url, BLUEPLM_API_KEY=KEY, **environment)


def test_examples(plm: FakePLM) -> None:
    assert "Hello, world!\nRun (outside the runner), attempt 1" in run_example("hello.py", plm)
    assert run_example("count_parts.py", plm) == (
        "Found 3 parts\n  - BR-00001: BR-00001.sldprt\n  - BR-00002: BR-00002.sldprt\n  - BR-00003: BR-00003.sldprt\n"
    )
    plm.suppliers[2]["code"] = None
    shown = run_example("sync_suppliers.py", plm)
    assert "would send S1: {'name': 'Supplier 1'" in shown
    assert shown.endswith("2 suppliers done, 1 left out because they have no code\n")


def test_sync_suppliers_sends_each_under_its_code(plm: FakePLM) -> None:
    plm.suppliers[0]["code"] = "S/1"
    erp = FakePLM()
    try:
        erp.faults = [(200, {}, {})] * 3
        run_example("sync_suppliers.py", plm, ERP_URL=erp.url, ERP_API_KEY="erp-key", NO_PROXY="127.0.0.1")
    finally:
        erp.stop()
    assert [call.path for call in erp.calls] == [f"/plm/suppliers/{code}" for code in ("S%2F1", "S2", "S3")]
    assert {(call.method, call.headers["authorization"]) for call in erp.calls} == {("PUT", "Bearer erp-key")}


def test_resume_sync_goes_on_after_the_checkpoint_with_the_same_keys(plm: FakePLM, tmp_path: Path) -> None:
    assert run_example("resume_sync.py", plm).endswith("3 parts done in this attempt\n")
    erp = FakePLM()
    settings = {
        "BLUEPLM_RUNTIME": str(tmp_path),
        "BLUEPLM_RUN_KEY": "run-1",
        "ERP_URL": erp.url,
        "ERP_API_KEY": "erp-key",
        "NO_PROXY": "127.0.0.1",
    }
    (tmp_path / "run.json").write_text('{"parameters":{},"payload":null,"checkpoint":null}', encoding="utf-8")
    try:
        erp.faults = [(200, {}, {}), (200, {}, {}), (500, {}, {})]
        with pytest.raises(AssertionError, match="500 Server Error"):
            run_example("resume_sync.py", plm, **settings, BLUEPLM_ATTEMPT="1")
        events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
        checkpoints = [event["value"] for event in events if event["type"] == "checkpoint"]
        assert checkpoints == ["BR-00001", "BR-00002"]

        # The worker was lost before the newest checkpoint was stored: its part is sent again, under the same key.
        run = {"parameters": {}, "payload": None, "checkpoint": checkpoints[0]}
        (tmp_path / "run.json").write_text(json.dumps(run), encoding="utf-8")
        erp.faults = [(200, {}, {})] * 2
        shown = run_example("resume_sync.py", plm, **settings, BLUEPLM_ATTEMPT="2")
    finally:
        erp.stop()
    assert "Attempt 2 goes on after BR-00001" in shown
    assert shown.endswith("2 parts done in this attempt\n")
    sent = [(json.loads(call.body)["number"], call.headers["idempotency-key"]) for call in erp.calls]
    assert [number for number, _ in sent] == ["BR-00001", "BR-00002", "BR-00003", "BR-00002", "BR-00003"]
    assert len(set(sent)) == 3


def test_wheel_is_complete(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=PACKAGE,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    assert wheel.name == f"blueplm-{blueplm.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("blueplm/")}
    sources = {f"blueplm/{path.name}" for path in (PACKAGE / "blueplm").iterdir() if path.suffix in (".py", ".typed")}
    assert names == sources


def test_locks_name_no_index_and_hash_everything() -> None:
    for name in ("requirements-base.txt", "requirements-dev.txt", "requirements-tools.txt"):
        text = (PACKAGE / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index" not in text
        requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert text.count("==") == len(requirements) + text.count("_version ==") + text.count("platform ==")
        assert all(line.endswith("\\") for line in requirements)
