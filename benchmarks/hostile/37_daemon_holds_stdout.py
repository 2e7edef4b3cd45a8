# attack: leave a daemon that holds the output open, so that the reader waits for ever
# seconds: 10
import os, time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)
os.wait()
print("contained")
