# attack: ignore the order to stop
# end: timeout
# timeout: 2
import signal, time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
print("contained", flush=True)
while True:
    time.sleep(1)
