# attack: take the processor for oneself
# end: timeout
# timeout: 3
import os

print("contained", flush=True)
for _ in range(8):
    if os.fork() == 0:
        break
while True:
    pass
