# attack: leave a daemon that has taken off its environment, its name and its session
import ctypes, os, sys, time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 3)
        os.execve("/usr/bin/sleep", ["sleep", "3600"], {})
    os._exit(0)
os.wait()
time.sleep(0.1)
print("contained: whoever looks finds nothing left")
