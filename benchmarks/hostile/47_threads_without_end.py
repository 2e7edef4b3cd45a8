# attack: start threads without end
# limit: process
import threading, time

threads = 0
try:
    while threads < 3000:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        threads += 1
except (RuntimeError, MemoryError):
    pass
print("contained after" if threads < 300 else "ESCAPED:", threads, "threads", flush=True)
import os
os._exit(0)
