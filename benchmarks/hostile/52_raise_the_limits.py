# attack: raise one's own limits and priority
# limit: process
import os, resource

raised = []
for name in ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE"):
    kind = getattr(resource, name)
    try:
        resource.setrlimit(kind, (1 << 30, 1 << 30))
        raised.append(name)
    except (OSError, ValueError):
        pass
for name, call in (("nice", lambda: os.nice(-5)), ("fifo", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))):
    try:
        call()
        raised.append(name)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(raised) if raised else "contained")
