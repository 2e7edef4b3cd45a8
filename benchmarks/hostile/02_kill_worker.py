# attack: kill the worker
# limit: process
import os, signal, time

victim = int(os.environ["HOSTILE_VICTIM"])
try:
    os.kill(victim, signal.SIGKILL)
except OSError as error:
    print("contained:", error)
else:
    print("ESCAPED: a signal reached the process", victim)
