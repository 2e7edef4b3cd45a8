# The script of every kind that the campaign runs: numbered lines, and word of each start to the counter server.
import os
import random
import signal
import socket
import sys
import time

from blueplm import run

KIND = os.environ["CHAOS_KIND"]
PROCESS = os.urandom(6).hex()
chance = random.Random(run.id)
numbers = {"o": 0, "e": 0}


def tell(what, checkpoint):
    """Tells the counter server. Without an answer the audit knows less, and the run is none the worse."""
    counter = os.environ["CHAOS_COUNTER"]
    path = f"/{run.id}/{os.environ['BLUEPLM_RUN_KEY']}/{run.attempt}/{PROCESS}/{what}/{checkpoint}"
    head = f"POST http://{counter}{path} HTTP/1.1\r\nHost: {counter}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    try:
        host, port = os.environ["http_proxy"].removeprefix("http://").rsplit(":", 1)
        with socket.create_connection((host, int(port)), 10) as way:
            way.settimeout(10)
            way.sendall(head.encode())
            way.recv(1000)
    except OSError:
        return


def write(stream, text):
    """In one piece: print writes word by word, and a kill in between would leave half a line."""
    os.write(1 if stream == "o" else 2, (text + "\n").encode())


def say(stream):
    write(stream, f"{stream} {run.attempt} {numbers[stream]}")
    numbers[stream] += 1


def leave_a_daemon():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)


lines = run.parameters["lines"]
seconds = chance.randint(run.parameters["ms_min"], run.parameters["ms_max"]) / 1000
fails = KIND in ("retry", "checkpoint") and run.attempt <= run.parameters.get("failures", 1)
begin = (run.last_checkpoint() or 0) if KIND == "checkpoint" else -1

tell("start", begin)
if KIND == "stubborn":
    leave_a_daemon()
done = max(begin, 0)
for i in range(done, lines):
    say("e" if i % 5 == 4 else "o")
    done = i + 1
    if KIND == "checkpoint":
        run.checkpoint(done)
        if fails and done - max(begin, 0) >= lines // 3:
            break
    time.sleep(seconds / lines * chance.uniform(0.2, 1.8))

if KIND == "checkpoint":
    tell("leave", done)
write("o", f"end {run.attempt} {numbers['o']} {numbers['e']}")
if fails:
    sys.exit(3)
if KIND == "fail":
    sys.exit(7)
