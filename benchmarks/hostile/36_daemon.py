# attack: leave a daemon behind by a double fork
import os, time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in (0, 1, 2):
            os.close(descriptor)
        time.sleep(3600)
    os._exit(0)
os.wait()
print("contained: whoever looks finds nothing left")
