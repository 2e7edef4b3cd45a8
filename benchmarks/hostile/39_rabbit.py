# attack: a chain of processes that each fork and exit, faster than a killer can look
import os, time

if os.fork() == 0:
    os.setsid()
    os.closerange(0, 3)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            time.sleep(0.001)
    os._exit(0)
time.sleep(0.2)
print("contained: whoever looks finds nothing left")
