# attack: set the machine's clock
import time

try:
    time.clock_settime(time.CLOCK_REALTIME, time.time() + 0.0)
    print("ESCAPED: the clock was set")
except OSError as error:
    print("contained:", error)
