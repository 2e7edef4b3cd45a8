# attack: close the output and go on
# end: timeout
# timeout: 3
import os, time

print("contained", flush=True)
os.close(1)
os.close(2)
time.sleep(3600)
