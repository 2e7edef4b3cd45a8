# attack: find the System V memory, queues and semaphores of others
# limit: process landlock
import os

found = []
for kind in ("shm", "msg", "sem"):
    try:
        with open(f"/proc/sysvipc/{kind}") as file:
            found += [kind + " " + line.split()[1] for line in file.readlines()[1:]]
    except OSError:
        pass
try:
    found += ["/dev/shm/" + name for name in os.listdir("/dev/shm")]
except OSError:
    pass
print("ESCAPED: " + ", ".join(found) if found else "contained")
