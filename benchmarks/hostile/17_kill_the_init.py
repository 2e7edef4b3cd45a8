# attack: kill the process above, so that the rest outlives it
# limit: process
# end: exited signal isolation_unavailable
import os, signal, time

if os.fork() == 0:
    os.setsid()
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    time.sleep(3600)
for target in {1, os.getppid()} if os.getpid() < 10 else {os.getppid()}:
    try:
        os.kill(target, signal.SIGKILL)
    except OSError as error:
        print(error)
time.sleep(0.2)
print("contained: the process above lives")
