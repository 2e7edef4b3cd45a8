"""Says "passed", or what this isolation level promises and does not keep."""
import ctypes
import json
import os
import resource
import socket
import ssl
import tempfile

LEVEL = os.environ["SELF_TEST_LEVEL"]
HIDDEN = os.environ["SELF_TEST_HIDDEN"]
WORKER = int(os.environ["SELF_TEST_WORKER"])
PORT = int(os.environ["SELF_TEST_PORT"])
CLONE_NEWUSER = 0x10000000
problems = []


def refused(problem, act, *arguments):
    """Notes the problem unless the system refuses the act."""
    try:
        act(*arguments)
    except OSError:
        return
    problems.append(problem)


def create(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))


def connect():
    with socket.create_connection(("127.0.0.1", PORT), timeout=2):
        pass


def environment_of(pid):
    with open("/proc/%d/environ" % pid, "rb") as file:
        file.read(1)  # some kernels refuse the reading, not the opening


def new_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def status():
    with open("/proc/self/status") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def everywhere():
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    if os.getcwd() != os.environ["TMPDIR"] or os.listdir():
        problems.append("the current directory is not an empty temporary one")
    with open(os.path.join(os.environ["BLUEPLM_RUNTIME"], "events.jsonl"), "a") as file:
        file.write(json.dumps({"type": "self_test"}) + "\n")
    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0 and os.path.isdir("/proc"):
        problems.append("core files are written")


def against_hostile_scripts():
    refused("the worker's files are visible", os.listdir, HIDDEN)
    refused("the network is open", connect)
    refused("the worker's environment is readable", environment_of, WORKER)
    for path in ("/etc/self-test", "/usr/self-test", "/dev/self-test"):
        refused(path + " can be written", create, path)
    code = os.path.dirname(os.path.abspath(__file__))
    refused("the code's directory can be written", create, os.path.join(code, "self-test"))
    facts = status()
    if facts["NoNewPrivs"].strip() != "1":
        problems.append("privileges can be gained")
    if os.environ["SELF_TEST_FILTER"] == "yes" and facts["Seccomp"].strip() != "2":
        problems.append("no system call filter is active")


def in_namespaces():
    if os.getpid() > 9 or len([name for name in os.listdir("/proc") if name.isdigit()]) > 9:
        problems.append("the machine's processes are visible")
    if int(status()["CapEff"], 16):
        problems.append("capabilities are left")
    refused("namespaces can be made", new_namespace)


def beside_others():
    refused("the worker can be signalled", os.kill, WORKER, 0)


everywhere()
if LEVEL != "process":
    against_hostile_scripts()
if LEVEL in ("container", "bubblewrap"):
    in_namespaces()
if LEVEL == "landlock":
    beside_others()
print("; ".join(problems) or "passed")
