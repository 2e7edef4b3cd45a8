# attack: leave the memory, with its secrets, in a core file
# end: signal
import os, sys

print("contained", flush=True)
os.abort()
