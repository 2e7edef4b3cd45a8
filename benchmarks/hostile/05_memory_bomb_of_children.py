# attack: twelve children take 100 MB each, so that no single process is large
# end: memory_limit
import os, time

for _ in range(12):
    if os.fork() == 0:
        block = bytearray(b"x") * (100 << 20)
        time.sleep(15)
        os._exit(0)
time.sleep(15)
print("ESCAPED: 1.2 GB taken")
