# attack: stop oneself, so that TERM is never handled
# end: timeout
# timeout: 2
import os, signal

print("contained", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
