# attack: end while dozens of children ignore every signal
import os, signal, time

for _ in range(40):
    if os.fork() == 0:
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.setsid()
        time.sleep(3600)
print("contained: whoever looks finds nothing left")
