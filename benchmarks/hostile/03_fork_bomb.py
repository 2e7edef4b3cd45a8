# attack: fork without end
# limit: process
import os, signal, sys

children = []
try:
    while len(children) < 1000:
        child = os.fork()
        if child == 0:
            signal.pause()
            os._exit(0)
        children.append(child)
except OSError:
    pass
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print("contained after" if len(children) <= 80 else "ESCAPED:", len(children), "forks")
